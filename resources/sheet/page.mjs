// The page around the answers: it reads and shows them, keeps them in the browser, and hands over
// the file. The functions of answers.mjs stand in front of this text.

function start(page, store) {
  const sheet = JSON.parse(page.getElementById("sheet").textContent);
  const words = sheet.words;
  const one = (id) => page.getElementById(id);
  const cards = Array.from(page.querySelectorAll("[data-card]"));
  const assets = Array.from(page.querySelectorAll("[data-asset]"));
  const name = one("name");
  let state = restored(sheet, kept() ?? "");
  let saved = JSON.stringify(emptyState(sheet));

  // Some browsers keep nothing for pages that are files.
  function kept() {
    try {
      return store().getItem(keyOf(sheet));
    } catch {
      return null;
    }
  }

  function keep() {
    try {
      store().setItem(keyOf(sheet), JSON.stringify(state));
      return true;
    } catch {
      return false;
    }
  }

  function radios(card) {
    return Array.from(card.querySelectorAll("input[type=radio]"));
  }

  function showCard(card, index) {
    const verdict = state.verdicts[index];
    for (const radio of radios(card)) {
      radio.checked = radio.value === verdict;
      if (radio.value === "approved") radio.disabled = !mayApprove(sheet.cards[index], state.name);
    }
    card.dataset.verdict = verdict;
    card.querySelector("textarea").required = verdict === "changes";
    card.querySelector(".own").hidden = !isOwn(sheet.cards[index], state.name);
  }

  function showCount() {
    const done = answeredCount(state);
    one("count").textContent = fill(words.count, { done, all: cards.length });
    one("bar").value = done;
    one("unsaved").hidden = !unsaved();
  }

  function unsaved() {
    return answeredCount(state) > 0 && JSON.stringify(state) !== saved;
  }

  function changed() {
    keep();
    showCount();
    one("problem").textContent = "";
  }

  function showFilter(filter) {
    for (const button of page.querySelectorAll("[data-filter]")) {
      button.setAttribute("aria-pressed", String(button.dataset.filter === filter));
    }
    cards.forEach((card, index) => {
      card.closest("article").hidden = !shows(filter, state.verdicts[index]);
    });
    for (const asset of assets) {
      asset.hidden = !asset.querySelector("article:not([hidden])");
    }
    one("nothing").hidden = assets.some((asset) => !asset.hidden);
  }

  function save() {
    const wrong = wrongWith(sheet, state);
    if (wrong !== null) {
      one("problem").textContent = words[wrong.why];
      if (wrong.card >= 0) showFilter("all");
      const card = cards[wrong.card];
      const at = { name: () => name, note: () => card.querySelector("textarea") }[wrong.why];
      (at ? at() : card ? radios(card)[1] : one("save")).focus();
      return;
    }
    const text = JSON.stringify(fileOf(sheet, state, new Date()), null, 1);
    const file = fileName(sheet, state);
    const link = page.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = file;
    page.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    saved = JSON.stringify(state);
    one("saved").textContent = fill(words.saved, { file });
    one("text").value = text;
    one("out").hidden = false;
    one("out").scrollIntoView({ block: "nearest" });
    showCount();
  }

  async function copy() {
    const box = one("text");
    box.focus();
    box.select();
    try {
      await navigator.clipboard.writeText(box.value);
    } catch {
      page.execCommand("copy");
    }
    one("saved").textContent = words.copied;
  }

  // Each picture is in the page once; the other places borrow it when they come near.
  function lend(image) {
    image.src = page.getElementById(image.dataset.same).src;
    delete image.dataset.same;
  }

  const lending = new IntersectionObserver(
    (seen) => {
      for (const entry of seen) {
        if (!entry.isIntersecting) continue;
        lending.unobserve(entry.target);
        lend(entry.target);
      }
    },
    { rootMargin: "1000px" },
  );
  for (const image of page.querySelectorAll("img[data-same]")) lending.observe(image);
  addEventListener("beforeprint", () => {
    for (const image of page.querySelectorAll("img[data-same]")) lend(image);
  });

  name.value = state.name;
  name.addEventListener("input", () => {
    state = { ...state, name: name.value };
    cards.forEach((card, index) => {
      if (sheet.cards[index].authors.length > 0) showCard(card, index);
    });
    changed();
  });
  cards.forEach((card, index) => {
    const note = card.querySelector("textarea");
    note.value = state.notes[index];
    note.addEventListener("input", () => {
      state.notes[index] = note.value;
      changed();
    });
    card.addEventListener("change", (event) => {
      if (event.target.type !== "radio") return;
      state.verdicts[index] = event.target.value;
      showCard(card, index);
      changed();
      if (event.target.value === "changes") note.focus();
    });
    showCard(card, index);
  });
  for (const button of page.querySelectorAll("[data-all]")) {
    button.addEventListener("click", () => {
      state = approveAll(sheet, state, button.dataset.all);
      cards.forEach(showCard);
      changed();
    });
  }
  for (const button of page.querySelectorAll("[data-filter]")) {
    button.addEventListener("click", () => showFilter(button.dataset.filter));
  }
  one("save").addEventListener("click", save);
  one("copy").addEventListener("click", copy);
  addEventListener("beforeunload", (event) => {
    if (!unsaved()) return;
    event.preventDefault();
    event.returnValue = "";
  });
  one("bar").max = cards.length;
  one("kept").hidden = keep();
  page.documentElement.classList.add("ready");
  showFilter("all");
  showCount();
}

if (typeof document !== "undefined") start(document, () => localStorage);
