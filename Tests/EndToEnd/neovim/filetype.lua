return function()
  return {
    filetype = vim.bo.filetype,
    syntax = vim.b.current_syntax,
    fixendofline = vim.bo.fixendofline,
    commands = { vim.fn.exists(':KaleTag'), vim.fn.exists(':KaleCompile') },
    completions = vim.fn.getcompletion('KaleTag pipe', 'cmdline'),
  }
end
