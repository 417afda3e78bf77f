// GraphiQL's editor writes styles into the page as text, which the content security policy forbids. Here its
// elements get the page's nonce, and its attributes are set through the style object, which needs no permission.
(() => {
  const { nonce } = document.currentScript;
  const HELD = 'data-held-style';
  const ATTRIBUTE = /(<[^>]*?\s)style=/g;

  const create = Document.prototype.createElement;
  Document.prototype.createElement = function createElement(name, ...rest) {
    const element = create.call(this, name, ...rest);
    if (String(name).toLowerCase() === 'style') element.nonce = nonce;
    return element;
  };

  const hold = (html) => String(html).replace(ATTRIBUTE, `$1${HELD}=`);
  const release = (root) => {
    root?.querySelectorAll(`[${HELD}]`).forEach((element) => {
      element.style.cssText = element.getAttribute(HELD);
      element.removeAttribute(HELD);
    });
  };

  const inner = Object.getOwnPropertyDescriptor(Element.prototype, 'innerHTML');
  Object.defineProperty(Element.prototype, 'innerHTML', {
    ...inner,
    set(html) {
      inner.set.call(this, hold(html));
      release(this);
    },
  });

  const insert = Element.prototype.insertAdjacentHTML;
  Element.prototype.insertAdjacentHTML = function insertAdjacentHTML(place, html) {
    insert.call(this, place, hold(html));
    release(place === 'beforebegin' || place === 'afterend' ? this.parentElement : this);
  };

  const set = Element.prototype.setAttribute;
  Element.prototype.setAttribute = function setAttribute(name, value) {
    if (name === 'style') this.style.cssText = value;
    else set.call(this, name, value);
  };
})();
