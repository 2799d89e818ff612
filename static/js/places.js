// Gives the focus back to where it was: to the same element, drawn anew or not, to the menu that it is in, or to the
// row that stands now where its row stood.

import { focusRow, rowOf } from "./rows.js";

export function placeOf(element) {
  const { id } = element;
  const row = rowOf(element);
  return () => {
    const same = element.isConnected ? element : id ? document.getElementById(id) : null;
    const seen = same?.checkVisibility() === false ? same.closest("details")?.querySelector("summary") : same;
    if (seen) seen.focus();
    else if (row >= 0) focusRow(row);
  };
}
