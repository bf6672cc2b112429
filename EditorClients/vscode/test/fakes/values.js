'use strict';

/** VS Code's values: addresses, places in texts, edits. */

class Uri {
  static parse(text) {
    const [, scheme, , authority = '', path = '', , query = '', , fragment = ''] =
      /^([a-z][\w+.-]*):(\/\/([^/?#]*))?([^?#]*)(\?([^#]*))?(#(.*))?$/i.exec(text);
    return new Uri(scheme, decodeURIComponent(authority), decodeURIComponent(path), decodeURIComponent(query),
      decodeURIComponent(fragment));
  }

  static file(path) {
    return new Uri('file', '', path, '', '');
  }

  static from({ scheme, authority = '', path = '', query = '', fragment = '' }) {
    return new Uri(scheme, authority, path, query, fragment);
  }

  static joinPath(uri, ...parts) {
    return uri.with({ path: require('node:path').posix.join(uri.path, ...parts) });
  }

  constructor(scheme, authority, path, query, fragment) {
    Object.assign(this, { scheme, authority, path, query, fragment });
  }

  get fsPath() {
    return this.path;
  }

  with(change) {
    return Uri.from({ ...this, ...change });
  }

  toString() {
    const encoded = this.path.split('/').map(encodeURIComponent).join('/');
    const authority = this.authority !== '' || this.scheme === 'file' ? `//${this.authority}` : '';
    const query = this.query === '' ? '' : `?${encodeURIComponent(this.query)}`;
    const fragment = this.fragment === '' ? '' : `#${encodeURIComponent(this.fragment)}`;
    return `${this.scheme}:${authority}${encoded}${query}${fragment}`;
  }

  toJSON() {
    const { scheme, authority, path } = this;
    return { $mid: 1, scheme, authority, path };
  }
}

class Position {
  constructor(line, character) {
    Object.assign(this, { line, character });
  }
}

class Range {
  constructor(startLine, startCharacter, endLine, endCharacter) {
    const isPlaces = typeof startLine === 'object';
    this.start = isPlaces ? startLine : new Position(startLine, startCharacter);
    this.end = isPlaces ? startCharacter : new Position(endLine, endCharacter);
  }

  get isEmpty() {
    return this.start.line === this.end.line && this.start.character === this.end.character;
  }
}

class Selection extends Range {
  get active() {
    return this.end;
  }
}

class TextEdit {
  constructor(range, newText) {
    Object.assign(this, { range, newText });
  }
}

class NotebookRange {
  constructor(start, end) {
    Object.assign(this, { start, end });
  }
}

class NotebookCellData {
  constructor(kind, value, languageId) {
    Object.assign(this, { kind, value, languageId });
  }
}

class NotebookEdit {
  static insertCells(index, newCells) {
    return Object.assign(new NotebookEdit(), { range: new NotebookRange(index, index), newCells });
  }

  static updateCellMetadata(index, newCellMetadata) {
    return Object.assign(new NotebookEdit(), { range: new NotebookRange(index, index), newCells: [], newCellMetadata });
  }

  static updateNotebookMetadata(newNotebookMetadata) {
    return Object.assign(new NotebookEdit(), { range: new NotebookRange(0, 0), newCells: [], newNotebookMetadata });
  }
}

class WorkspaceEdit {
  constructor() {
    this.operations = [];
  }

  /** Takes edits, or pairs of an edit and what is to be said about it. */
  set(uri, edits) {
    for (const each of edits) this.operations.push({ uri, edit: Array.isArray(each) ? each[0] : each });
  }

  replace(uri, range, newText) {
    this.set(uri, [new TextEdit(range, newText)]);
  }

  insert(uri, position, newText) {
    this.replace(uri, new Range(position, position), newText);
  }

  delete(uri, range) {
    this.replace(uri, range, '');
  }
}

class NotebookCellStatusBarItem {
  constructor(text, alignment) {
    Object.assign(this, { text, alignment });
  }
}

class Location {
  constructor(uri, range) {
    Object.assign(this, { uri, range });
  }
}

class Diagnostic {
  constructor(range, message, severity) {
    Object.assign(this, { range, message, severity });
  }
}

class MarkdownString {
  constructor(value = '') {
    this.value = value;
  }

  appendCodeblock(value, language = '') {
    this.value += `\n\`\`\`${language}\n${value}\n\`\`\`\n`;
  }
}

class ThemeColor {
  constructor(id) {
    this.id = id;
  }
}

class CodeAction {
  constructor(title, kind) {
    Object.assign(this, { title, kind });
  }
}

class CodeActionKind {
  constructor(value) {
    this.value = value;
  }

  append(part) {
    return new CodeActionKind(this.value === '' ? part : `${this.value}.${part}`);
  }
}
const EMPTY = new CodeActionKind('');
Object.assign(CodeActionKind, {
  Empty: EMPTY,
  QuickFix: EMPTY.append('quickfix'),
  Refactor: EMPTY.append('refactor'),
  RefactorExtract: EMPTY.append('refactor').append('extract'),
  RefactorInline: EMPTY.append('refactor').append('inline'),
  RefactorMove: EMPTY.append('refactor').append('move'),
  RefactorRewrite: EMPTY.append('refactor').append('rewrite'),
  Source: EMPTY.append('source'),
  SourceOrganizeImports: EMPTY.append('source').append('organizeImports'),
  SourceFixAll: EMPTY.append('source').append('fixAll'),
  Notebook: EMPTY.append('notebook'),
});

/** Classes that the language client needs to be there, and no test looks into. */
const untouched = Object.fromEntries([
  'CallHierarchyIncomingCall', 'CallHierarchyItem', 'CallHierarchyOutgoingCall', 'CodeLens', 'Color',
  'ColorInformation', 'ColorPresentation', 'CompletionItem', 'CompletionList', 'DiagnosticRelatedInformation',
  'DocumentHighlight', 'DocumentLink', 'DocumentSymbol', 'FoldingRange', 'Hover', 'InlayHint', 'InlayHintLabelPart',
  'InlineCompletionItem', 'InlineCompletionList', 'LinkedEditingRanges', 'ParameterInformation', 'RelativePattern',
  'SelectionRange', 'SemanticTokens', 'SemanticTokensEdit', 'SemanticTokensEdits', 'SignatureHelp',
  'SignatureInformation', 'SnippetString', 'SnippetTextEdit', 'SymbolInformation', 'TabInputCustom',
  'TabInputNotebook', 'TabInputText', 'TabInputTextDiff', 'TypeHierarchyItem',
].map((name) => [name, { [name]: class { constructor(...args) { this.args = args; } } }[name]]));

/** Enumerations, with the numbers they have in VS Code. */
const enumerations = {
  QuickPickItemKind: { Separator: -1, Default: 0 },
  NotebookCellStatusBarAlignment: { Left: 1, Right: 2 },
  LanguageStatusSeverity: { Information: 0, Warning: 1, Error: 2 },
  NotebookCellKind: { Markup: 1, Code: 2 },
  NotebookEditorRevealType: { Default: 0, InCenter: 1, InCenterIfOutsideViewport: 2, AtTop: 3 },
  StatusBarAlignment: { Left: 1, Right: 2 },
  ProgressLocation: { SourceControl: 1, Window: 10, Notification: 15 },
  ViewColumn: { Active: -1, Beside: -2, One: 1 },
  DiagnosticSeverity: { Error: 0, Warning: 1, Information: 2, Hint: 3 },
  DiagnosticTag: { Unnecessary: 1, Deprecated: 2 },
  LogLevel: { Off: 0, Trace: 1, Debug: 2, Info: 3, Warning: 4, Error: 5 },
  TextDocumentSaveReason: { Manual: 1, AfterDelay: 2, FocusOut: 3 },
  TextDocumentChangeReason: { Undo: 1, Redo: 2 },
  CompletionItemKind: { Text: 0 },
  CompletionItemTag: { Deprecated: 1 },
  CompletionTriggerKind: { Invoke: 0, TriggerCharacter: 1, TriggerForIncompleteCompletions: 2 },
  SymbolKind: { File: 0 },
  SymbolTag: { Deprecated: 1 },
  FoldingRangeKind: { Comment: 1, Imports: 2, Region: 3 },
  InlineCompletionTriggerKind: { Invoke: 0, Automatic: 1 },
  CodeActionTriggerKind: { Invoke: 1, Automatic: 2 },
  SignatureHelpTriggerKind: { Invoke: 1, TriggerCharacter: 2, ContentChange: 3 },
  FileChangeType: { Changed: 1, Created: 2, Deleted: 3 },
  InlayHintKind: { Type: 1, Parameter: 2 },
  UIKind: { Desktop: 1, Web: 2 },
};

module.exports = {
  Uri, Position, Range, Selection, TextEdit, NotebookRange, NotebookCellData, NotebookCellStatusBarItem, NotebookEdit, WorkspaceEdit,
  Location, Diagnostic, MarkdownString, ThemeColor, CodeAction, CodeActionKind,
  ...untouched,
  ...enumerations,
};
