/** What the YAML parser's complaints mean to a person who is not a parser. */

interface Words {
  readonly message: string
  readonly hint: string
}

const known: Readonly<Record<string, Words>> = {
  DUPLICATE_KEY: {
    message: 'This key stands twice in the same mapping.',
    hint: 'Keep one of them; the other would be ignored.',
  },
  TAB_AS_INDENT: {
    message: 'A tab is used for indentation, which YAML does not allow.',
    hint: 'Indent with two spaces instead.',
  },
  BAD_INDENT: {
    message: 'This line is indented differently from its neighbours.',
    hint: 'Give lines that belong together the same number of spaces in front.',
  },
  BAD_ALIAS: {
    message: 'This alias names nothing, or is not written as an alias can be.',
    hint: 'Define it before with "&name", or put the text in quotes when the * is meant literally.',
  },
  MULTIPLE_DOCS: {
    message: 'The file holds several documents, separated by "---".',
    hint: 'Keep one document per file.',
  },
  MISSING_CHAR: {
    message: 'A closing quote or bracket is missing here.',
    hint: 'Close what was opened; text with an apostrophe fits between double quotes.',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    message: 'A second ": " makes this line a mapping inside a value.',
    hint: 'Put the whole value in quotes when the colon belongs to the text.',
  },
  MULTILINE_IMPLICIT_KEY: {
    message: 'This key runs over several lines, so its ": " is probably missing.',
    hint: 'Write "key: value" on one line.',
  },
  TAG_RESOLVE_FAILED: {
    message: 'This value carries a tag ("!...") that means nothing here.',
    hint: 'Remove the tag, or put the text in quotes when the ! is meant literally.',
  },
}

export const openQuote: Words = {
  message: 'The quote that opens here is never closed.',
  hint: 'Close it at the end of the text; text with an apostrophe fits between double quotes.',
}

/** The parser takes it for bad indentation, which it is only when the bracket is closed further down. */
const openBracket: Words = {
  message: 'A "[" or "{" from before is not closed here.',
  hint: 'Close it, or indent what it holds by two more spaces.',
}

/** @param code the parser's code; @param original the parser's own words, for codes without better ones */
export function syntaxWords(code: string, original: string): Words {
  if (code === 'BAD_INDENT' && /end with a [\]}]/.test(original)) return openBracket
  return (
    known[code] ?? {
      message: `This is not YAML: ${original.replace(/\s+/g, ' ').replace(/\.?$/, '.')}`,
      hint: 'Check quotes, brackets and indentation on this line and the one before it.',
    }
  )
}
