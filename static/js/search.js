// Suggestions while typing (the combobox pattern of the ARIA Authoring Practices), and "/" to
// reach the search. Without this file every form here is a plain form.
"use strict";

(() => {
  const DELAY = 120; // milliseconds after the last key
  const SHORTEST = 2;
  const SHORTCUT = "search-shortcut"; // "off" in the browser's storage turns the key off

  class Suggestions {
    constructor(form) {
      this.address = form.dataset.suggestions;
      this.input = form.querySelector("input[type=search]");
      this.list = document.createElement("ul");
      this.status = document.createElement("p");
      this.found = [];
      this.active = -1;
      this.known = new Map();
      this.build(form);
      this.listen();
    }

    build(form) {
      const { input, list, status } = this;
      list.id = `${input.id}-suggestions`;
      list.className = "suggestions";
      list.hidden = true;
      list.setAttribute("role", "listbox");
      list.setAttribute("aria-label", "Suggestions");
      status.className = "visually-hidden";
      status.setAttribute("role", "status");
      const roles = {
        role: "combobox", autocomplete: "off", "aria-autocomplete": "list",
        "aria-haspopup": "listbox", "aria-expanded": "false", "aria-controls": list.id,
      };
      for (const [name, value] of Object.entries(roles)) input.setAttribute(name, value);
      form.append(list, status);
    }

    listen() {
      this.input.addEventListener("input", () => {
        clearTimeout(this.timer);
        this.close();
        this.timer = setTimeout(() => this.ask(), DELAY);
      });
      this.input.addEventListener("keydown", (event) => this.press(event));
      this.input.addEventListener("blur", () => this.close());
      this.list.addEventListener("mousedown", (event) => event.preventDefault());
      this.list.addEventListener("click", (event) => {
        const option = event.target.closest("[role=option]");
        if (option) this.follow(Number(option.dataset.place));
      });
    }

    async ask() {
      const text = this.input.value.trim();
      if (text.length < SHORTEST) return;
      try {
        if (!this.known.has(text)) {
          const answer = await fetch(`${this.address}?q=${encodeURIComponent(text)}`);
          if (!answer.ok) return;
          this.known.set(text, (await answer.json()).results);
        }
      } catch {
        return; // offline: Enter still asks the server
      }
      const isAsked = text === this.input.value.trim() && document.activeElement === this.input;
      if (isAsked) this.show(this.known.get(text));
    }

    show(found) {
      this.found = found;
      this.active = -1;
      this.list.replaceChildren(...found.map((each, place) => this.option(each, place)));
      this.setOpen(found.length > 0);
      this.status.textContent = found.length
        ? `${found.length} suggestion${found.length === 1 ? "" : "s"}, arrow keys to choose`
        : "No suggestions, Enter to search";
    }

    option(each, place) {
      const option = document.createElement("li");
      const detail = document.createElement("small");
      option.id = `${this.input.id}-suggestion-${place}`;
      option.dataset.place = place;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      detail.textContent = each.via ? `${each.detail} · ${each.via}` : each.detail;
      option.append(each.title, " ", detail);
      return option;
    }

    press(event) {
      if (event.isComposing) return;
      const isOpen = !this.list.hidden;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (isOpen) this.move(event.key === "ArrowDown" ? 1 : -1);
        else this.ask();
      } else if (event.key === "Enter" && isOpen && this.active >= 0) {
        event.preventDefault();
        this.follow(this.active);
      } else if (event.key === "Escape" && isOpen) {
        event.preventDefault();
        this.close();
      }
    }

    // One step beyond either end is the text field itself.
    move(step) {
      const count = this.found.length + 1;
      this.active = ((this.active + 1 + step + count) % count) - 1;
      [...this.list.children].forEach((option, place) => {
        option.setAttribute("aria-selected", String(place === this.active));
      });
      const option = this.list.children[this.active];
      if (option) {
        this.input.setAttribute("aria-activedescendant", option.id);
        option.scrollIntoView({ block: "nearest" });
      } else {
        this.input.removeAttribute("aria-activedescendant");
      }
    }

    follow(place) {
      window.location.assign(this.found[place].url);
    }

    close() {
      this.setOpen(false);
      this.active = -1;
      this.status.textContent = "";
    }

    setOpen(isOpen) {
      this.list.hidden = !isOpen;
      this.input.setAttribute("aria-expanded", String(isOpen));
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  // A shortcut of one letter must be possible to turn off: it also hears what speech input types.
  function addShortcutSwitch() {
    const footer = document.querySelector("footer p");
    if (!footer) return;
    const button = document.createElement("button");
    const tell = () => {
      button.setAttribute("aria-pressed", String(localStorage.getItem(SHORTCUT) !== "off"));
    };
    button.type = "button";
    button.className = "shortcut";
    button.textContent = "Key / goes to search";
    button.addEventListener("click", () => {
      localStorage.setItem(SHORTCUT, localStorage.getItem(SHORTCUT) === "off" ? "on" : "off");
      tell();
    });
    tell();
    footer.append(" ", button);
  }

  const forms = [...document.querySelectorAll("form[data-suggestions]")];
  forms.forEach((form) => new Suggestions(form));
  const nearest = document.querySelector("main form[data-suggestions] input[type=search]")
    || document.querySelector("form[data-suggestions] input[type=search]");
  if (!nearest) return;
  nearest.setAttribute("aria-keyshortcuts", "/");
  addShortcutSwitch();
  document.addEventListener("keydown", (event) => {
    if (localStorage.getItem(SHORTCUT) === "off") return;
    const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping) return;
    event.preventDefault();
    nearest.focus();
    nearest.select();
  });
})();
