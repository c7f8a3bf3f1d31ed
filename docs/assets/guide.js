/* Navigation that Material adds while a page is read is no landmark of its own: a copy button in each
   code block, and what a blog post tells about itself. Without script they are not there, or harmless.
   A wide table scrolls in a box that Material puts around it, and that keys have to reach. */
new MutationObserver(() => {
  for (const nav of document.querySelectorAll("nav:is(.md-code__nav, .md-nav--primary:not([aria-label]), .md-post__authors, .md-post__action):not([role])")) {
    nav.setAttribute("role", "none");
  }
  for (const wrap of document.querySelectorAll(".md-typeset__scrollwrap:has(th:nth-child(5)):not([tabindex])")) {
    wrap.tabIndex = 0;
  }
}).observe(document.documentElement, { childList: true, subtree: true });
