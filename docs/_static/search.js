/* What the search shows of a page is what it says: the index leaves code out (`helpers.compendium.linking`), and so do
   the lines below a result. */
const textOf = Search.htmlToText;
Search.htmlToText = (text, anchor) => {
  const page = new DOMParser().parseFromString(text, "text/html");
  page.querySelectorAll(".no-search").forEach((code) => code.remove());
  return textOf(page.documentElement.outerHTML, anchor);
};
