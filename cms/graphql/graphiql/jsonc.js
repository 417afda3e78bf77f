// A prettier plugin that takes the place of prettier's own for JSON (see build.mjs):
// those contain a whole JavaScript parser, and jsonc-parser is in the bundle anyway.
import { applyEdits, format } from "jsonc-parser";

export const parsers = {
  jsonc: { parse: (text) => ({ text }), astFormat: "jsonc", locStart: () => 0, locEnd: (node) => node.text.length },
};

export const printers = {
  jsonc: {
    print({ node: { text } }) {
      return applyEdits(text, format(text, undefined, { tabSize: 2, insertSpaces: true })).trim();
    },
  },
};
