// What a contact sheet knows of its answers, without the page: the same text runs in the page and
// in the tests. `sheet` is what the page was made with, `state` what the reader has answered so far.

export const FORMAT = 1;
const VERDICTS = ["approved", "changes"];

export function emptyState(sheet) {
  return { name: "", verdicts: sheet.cards.map(() => ""), notes: sheet.cards.map(() => "") };
}

export function answeredCount(state) {
  return state.verdicts.filter((verdict) => verdict !== "").length;
}

export function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (found, name) =>
    Object.hasOwn(values, name) ? String(values[name]) : found,
  );
}

// Who made something may not approve it; how their name is written does not matter.
export function isOwn(card, name) {
  const same = (text) => text.trim().toLowerCase();
  return same(name) !== "" && card.authors.some((author) => same(author) === same(name));
}

// Nobody says yes to what they made, or to what the page cannot show.
export function mayApprove(card, name) {
  return card.judged && !isOwn(card, name);
}

// A yes to the networks of one asset. What was asked to be changed stays asked.
export function approveAll(sheet, state, asset) {
  const verdicts = state.verdicts.map((verdict, index) => {
    const card = sheet.cards[index];
    const open = card.asset === asset && verdict !== "changes" && mayApprove(card, state.name);
    return open ? "approved" : verdict;
  });
  return { ...state, verdicts };
}

// Why the answers cannot be saved yet: the first reason, and the card it is about.
export function wrongWith(sheet, state) {
  if (state.name.trim() === "") return { why: "name", card: -1 };
  if (answeredCount(state) === 0) return { why: "none", card: -1 };
  const own = state.verdicts.findIndex(
    (verdict, index) => verdict === "approved" && isOwn(sheet.cards[index], state.name),
  );
  if (own >= 0) return { why: "own", card: own };
  const silent = state.verdicts.findIndex(
    (verdict, index) => verdict === "changes" && state.notes[index].trim() === "",
  );
  return silent >= 0 ? { why: "note", card: silent } : null;
}

// The file that goes back. `now` is a Date.
export function fileOf(sheet, state, now) {
  const answers = [];
  sheet.cards.forEach((card, index) => {
    const verdict = state.verdicts[index];
    if (verdict === "") return;
    const note = state.notes[index].trim();
    answers.push({ asset: card.asset, channel: card.channel, digest: card.digest, verdict, note });
  });
  return {
    format: FORMAT,
    event: sheet.event,
    sheet: sheet.sheet,
    made: sheet.made,
    by: state.name.trim().replace(/\s+/g, " "),
    answered: now.toISOString(),
    answers,
  };
}

export function fileName(sheet, state) {
  const plain = state.name.normalize("NFKD").toLowerCase();
  const who = plain.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 40);
  return ["answers", sheet.event, who].filter((part) => part !== "").join("-") + ".json";
}

export function keyOf(sheet) {
  return `controlroom-sheet-${sheet.sheet}`;
}

// What was kept in the browser; anything that does not fit this sheet is left out.
export function restored(sheet, text) {
  const state = emptyState(sheet);
  let kept;
  try {
    kept = JSON.parse(text);
  } catch {
    return state;
  }
  if (kept === null || typeof kept !== "object") return state;
  if (typeof kept.name === "string") state.name = kept.name;
  sheet.cards.forEach((card, index) => {
    const verdict = kept.verdicts?.[index];
    const note = kept.notes?.[index];
    const seen = card.judged || verdict !== "approved";
    if (VERDICTS.includes(verdict) && seen) state.verdicts[index] = verdict;
    if (typeof note === "string") state.notes[index] = note;
  });
  return state;
}

export function shows(filter, verdict) {
  if (filter === "open") return verdict === "";
  if (filter === "changes") return verdict === "changes";
  return true;
}
