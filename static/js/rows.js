// Keys for moving through a list, for what its rows offer, and for picking them where they can be picked.

const ROW_KEYS = [
  { key: "j", words: "Next in the list", step: 1 },
  { key: "k", words: "Previous in the list", step: -1 },
  { key: "y", words: "The first thing that can be done with it", presses: ".actions > a, .actions > form button" },
  { key: ".", words: "What else can be done with it", presses: ".actions summary" },
  { key: "x", words: "Pick, or unpick", presses: "input[type=checkbox]" },
];

// Those that some row of this page has a use for.
export const rowKeys = () => ROW_KEYS.filter(({ presses }) => rows().some((row) => !presses || row.querySelector(presses)));

const rows = () => [...document.querySelectorAll("main .rows > li")].filter((row) => row.querySelector("a"));

export const rowOf = (element) => rows().findIndex((row) => row.contains(element));

// The row at this place, or the last one; false when there is none.
export function focusRow(at) {
  const all = rows();
  const row = all[Math.min(at, all.length - 1)];
  row?.querySelector("a").focus();
  return Boolean(row);
}

export function press(key) {
  const meant = ROW_KEYS.find((each) => each.key === key);
  const all = rows();
  if (!meant || !all.length) return false;
  const at = rowOf(document.activeElement);
  if (meant.presses) {
    const element = all[at]?.querySelector(meant.presses);
    // A menu is walked on from its button.
    if (element?.matches("summary")) element.focus();
    element?.click();
    return Boolean(element);
  }
  return focusRow(at < 0 ? (meant.step > 0 ? 0 : all.length - 1) : Math.max(at + meant.step, 0));
}
