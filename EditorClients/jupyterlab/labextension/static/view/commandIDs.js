export const CommandIDs = {
  cellActions: 'kale-lsp:cell-actions',
  editCell: 'kale-lsp:edit-cell',
  makePipeline: 'kale-lsp:make-pipeline',
  editTags: 'kale-lsp:edit-tags',
  renameStep: 'kale-lsp:rename-step',
  previousStep: 'kale-lsp:previous-step',
  nextStep: 'kale-lsp:next-step',
  fixAll: 'kale-lsp:fix-all',
  compile: 'kale-lsp:compile',
  run: 'kale-lsp:run',
  runWithParameters: 'kale-lsp:run-with-parameters',
  runStep: 'kale-lsp:run-step',
  runToHere: 'kale-lsp:run-to-here',
  submit: 'kale-lsp:submit',
  stop: 'kale-lsp:stop',
  showPipeline: 'kale-lsp:show-pipeline',
  restart: 'kale-lsp:restart'
};
