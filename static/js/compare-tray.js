/* The compare tray: what the reader wants side by side, kept in localStorage from page to page.
   Without this script the buttons stay hidden and plain links to the comparison stand in their place. */
(() => {
  "use strict";

  const KEY = "compare-tray";
  const tray = document.querySelector("[data-compare-tray]");
  const status = document.querySelector("[data-tray-status]");
  const list = tray.querySelector("ul");
  const compare = tray.querySelector("[data-tray-compare]");
  const most = Number(tray.dataset.most);

  const isColumn = (each) => each && typeof each.reference === "string" && typeof each.name === "string";

  const read = () => {
    try {
      const stored = JSON.parse(localStorage.getItem(KEY));
      return Array.isArray(stored) ? stored.filter(isColumn).slice(0, most) : [];
    } catch {
      return []; // storage is off or holds something else
    }
  };

  const write = (columns) => {
    try {
      localStorage.setItem(KEY, JSON.stringify(columns));
    } catch {
      // storage is off or full: the tray lasts as long as the page
    }
    kept = columns;
  };

  let kept = read();

  const isKept = (reference) => kept.some((each) => each.reference === reference);

  const say = (text) => {
    status.textContent = text;
  };

  const onPage = () =>
    [...document.querySelectorAll("[data-compare-column]")].map((each) => ({
      reference: each.dataset.compareColumn,
      name: each.dataset.compareName,
    }));

  const sameColumns = (columns) =>
    columns.length === kept.length && columns.every((each) => isKept(each.reference));

  /* A comparison that grew out of the tray is the tray: what changed there is kept. One that
     somebody sent has nothing in common with it and leaves it alone. */
  const adopt = () => {
    const shown = onPage();
    if (shown.some((each) => isKept(each.reference))) write(shown);
  };

  const item = ({ reference, name }) => {
    const entry = document.createElement("li");
    const remove = document.createElement("button");
    const mark = document.createElement("span");
    remove.type = "button";
    remove.dataset.trayRemove = reference;
    remove.setAttribute("aria-label", `Remove ${name}`);
    mark.setAttribute("aria-hidden", "true");
    mark.textContent = "×";
    remove.append(mark);
    entry.append(name, " ", remove);
    return entry;
  };

  const leaveRoom = () => {
    document.documentElement.style.setProperty("--tray-height", tray.hidden ? "0px" : `${tray.offsetHeight}px`);
  };

  const render = () => {
    list.replaceChildren(...kept.map(item));
    const query = kept.map((each) => each.reference).join(",");
    compare.href = query ? `${tray.dataset.compareUrl}?services=${query}` : tray.dataset.compareUrl;
    compare.textContent = `Compare ${kept.length}`;
    tray.hidden = !kept.length || sameColumns(onPage());
    leaveRoom();
    for (const button of document.querySelectorAll("[data-compare-add]")) {
      button.hidden = false;
      const there = isKept(button.dataset.compareAdd);
      button.classList.toggle("is-kept", there);
      button.querySelector("[data-compare-label]").textContent = there ? "Remove from comparison" : "Add to comparison";
    }
    for (const link of document.querySelectorAll("[data-compare-link]")) link.hidden = true;
  };

  const remove = (reference) => {
    const gone = kept.find((each) => each.reference === reference);
    write(kept.filter((each) => each.reference !== reference));
    render();
    if (gone) say(`${gone.name} removed. ${kept.length} of ${most} in the comparison.`);
  };

  const add = (reference, name) => {
    if (kept.length >= most) {
      say(`A comparison holds ${most} columns. Remove one first.`);
      return;
    }
    write([...kept, { reference, name }]);
    render();
    say(`${name} added. ${kept.length} of ${most} in the comparison.`);
  };

  /* The button that was pressed is gone: go to its neighbour, or back to the page. */
  const removeFromTray = (button) => {
    const place = [...list.children].indexOf(button.closest("li"));
    remove(button.dataset.trayRemove);
    const next = list.children[Math.min(place, list.children.length - 1)];
    const target = next ? next.querySelector("button") : document.querySelector("[data-compare-add]");
    if (target) target.focus();
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-compare-add], [data-tray-remove], [data-tray-clear]");
    if (!button) return;
    const reference = button.dataset.compareAdd;
    if (reference) {
      if (isKept(reference)) remove(reference);
      else add(reference, button.dataset.compareName);
    } else if (button.dataset.trayRemove) {
      removeFromTray(button);
    } else {
      write([]);
      render();
      say("The comparison is empty.");
      const target = document.querySelector("[data-compare-add]");
      if (target) target.focus();
    }
  });

  // Another tab changed the tray, the reader came back through history, or htmx swapped in a button.
  const refresh = () => {
    kept = read();
    render();
  };
  window.addEventListener("storage", (event) => event.key === KEY && refresh());
  window.addEventListener("pageshow", (event) => event.persisted && refresh());
  document.addEventListener("htmx:afterSettle", render);
  new ResizeObserver(leaveRoom).observe(tray);

  adopt();
  render();
})();
