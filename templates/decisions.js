// What the reader decides, kept in the page alone. The list (site.js) and this part know each other by two events on the document: `casebound:ask`, detail
// {key, action}, is the reader's wish at a row of the list; `casebound:decision`, detail {key, marks}, says what a variant (its key, 1-12345-A-T) now is.
const marks = new Map();

function mark(key, change) {
    const now = {...marks.get(key), ...change};
    marks.set(key, now);
    document.dispatchEvent(new CustomEvent('casebound:decision', {detail: {key, marks: now}}));
}

document.addEventListener('casebound:ask', ({detail: {key, action}}) => {
    if (action === 'pin') mark(key, {pinned: !marks.get(key)?.pinned});
});
