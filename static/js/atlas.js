// Conveniences over pages that are whole without them: copy buttons, and rows that open when an
// address points at them.
"use strict";

function addCopyButtons(root) {
  if (!navigator.clipboard) return;
  for (const code of root.querySelectorAll("code[data-copy]:not([data-copy='ready'])")) {
    code.dataset.copy = "ready";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.setAttribute("aria-label", `Copy ${code.textContent}`);
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy"; }, 2000);
    });
    code.after(button);
  }
}

function openTarget() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const details = target && target.querySelector("details");
  if (details) details.open = true;
}

addCopyButtons(document);
openTarget();
addEventListener("hashchange", openTarget);
document.addEventListener("htmx:afterSwap", (event) => addCopyButtons(event.detail.elt));
