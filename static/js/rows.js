// Keys for moving through a list, and for picking rows where rows can be picked.

export const ROW_KEYS = [
  { key: "j", words: "Next in the list", step: 1 },
  { key: "k", words: "Previous in the list", step: -1 },
  { key: "x", words: "Pick, or unpick", picks: true },
];

const rows = () => [...document.querySelectorAll("main .rows > li")].filter((row) => row.querySelector("a"));

export function press(key) {
  const meant = ROW_KEYS.find((each) => each.key === key);
  const all = rows();
  if (!meant || !all.length) return false;
  const at = all.findIndex((row) => row.contains(document.activeElement));
  if (meant.picks) {
    const box = all[at]?.querySelector("input[type=checkbox]");
    box?.click();
    return Boolean(box);
  }
  const next = at < 0 ? (meant.step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + meant.step, 0), all.length - 1);
  all[next].querySelector("a").focus();
  return true;
}
