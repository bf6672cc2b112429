if vim.g.loaded_kale_lsp then
  return
end
vim.g.loaded_kale_lsp = true

if vim.fn.has('nvim-0.11') == 0 then
  vim.notify('kale-lsp requires Neovim 0.11 or newer', vim.log.levels.ERROR)
  return
end

vim.treesitter.language.register('json', 'ipynb')
vim.lsp.enable('kale_lsp')

local group = vim.api.nvim_create_augroup('kale', {})

vim.api.nvim_create_autocmd('LspAttach', {
  group = group,
  desc = 'Show the roles of cells, and map keys to go to steps and to run them',
  callback = function(event)
    local client = vim.lsp.get_client_by_id(event.data.client_id)
    if not client or client.name ~= 'kale_lsp' then
      return
    end
    require('kale.outline').refresh(event.buf)
    if not vim.g.no_plugin_maps then
      for key, command in pairs({ [']k'] = 'kale.nextStep', ['[k'] = 'kale.previousStep' }) do
        vim.keymap.set('n', key, function()
          require('kale.cells').go_to_step(command)
        end, { buffer = event.buf, desc = (key == ']k' and 'Next' or 'Previous') .. ' step' })
      end
      vim.keymap.set('n', '<LocalLeader>kr', '<Cmd>KaleRunStep<CR>', { buffer = event.buf, desc = 'Run step' })
      vim.keymap.set('n', '<LocalLeader>kt', '<Cmd>KaleRunTo<CR>', { buffer = event.buf, desc = 'Run to here' })
    end
  end,
})

vim.api.nvim_create_autocmd('BufWritePost', {
  group = group,
  pattern = { '*.py', '*.md' },
  desc = 'Start kale-lsp for a file that became a notebook',
  callback = function(event)
    local is_served = #vim.lsp.get_clients({ bufnr = event.buf, name = 'kale_lsp' }) > 0
    if not is_served and require('kale.notebooks').is_notebook(event.buf) then
      vim.lsp.enable('kale_lsp') -- looks at the buffers that are open once more
    end
  end,
})

-- Some plugins that show notebooks as scripts set the filetype before the text: then it does not yet show what it is.
vim.api.nvim_create_autocmd({ 'BufWinEnter', 'VimEnter' }, {
  group = group,
  desc = 'Start kale-lsp for a notebook whose text came after its filetype',
  callback = function(event)
    vim.schedule(function()
      if not vim.api.nvim_buf_is_loaded(event.buf) then
        return
      end
      local is_served = #vim.lsp.get_clients({ bufnr = event.buf, name = 'kale_lsp' }) > 0
      if not is_served and require('kale.notebooks').is_notebook(event.buf) then
        vim.lsp.enable('kale_lsp')
      end
    end)
  end,
})

local command = vim.api.nvim_create_user_command

command('KaleCompile', function(arguments)
  require('kale.compile').compile(arguments.args)
end, { nargs = '?', complete = 'dir', desc = 'Compile the notebook to a Kubeflow pipeline' })

command('KaleTag', function(arguments)
  require('kale.tags').tag(arguments.args)
end, {
  nargs = '?',
  complete = function(typed)
    return require('kale.tags').complete(typed)
  end,
  desc = "Add, change or repair the tags of the cursor's cell",
})

command('KaleGraph', function(arguments)
  require('kale.graph').graph(arguments.args)
end, {
  nargs = '?',
  complete = function(typed)
    local formats = vim.fn.sort(vim.tbl_keys(require('kale.graph').FILETYPES))
    return vim.tbl_filter(function(format)
      return vim.startswith(format, typed)
    end, formats)
  end,
  desc = 'Show the steps of the notebook and their data flow',
})

command('KaleRun', function(arguments)
  require('kale.run').run(arguments.fargs)
end, { nargs = '*', desc = 'Run the pipeline on this machine' })

command('KaleSubmit', function(arguments)
  require('kale.run').submit(arguments.fargs)
end, { nargs = '*', desc = 'Start the pipeline on a Kubeflow Pipelines server' })

command('KaleStop', function()
  require('kale.run').stop()
end, { desc = "Stop the notebook's run" })

for name, key in pairs({ KaleRunStep = 'step', KaleRunTo = 'until' }) do
  command(name, function(arguments)
    require('kale.run').run_step(key, arguments.args)
  end, {
    nargs = '?',
    complete = function(typed)
      return require('kale.tags').complete_steps(typed)
    end,
    desc = key == 'step' and 'Run the step at the cursor anew' or 'Run the step at the cursor and all that it needs',
  })
end

command('KaleReport', function(arguments)
  require('kale.run_state').open_report(arguments.args)
end, {
  nargs = '?',
  complete = function(typed)
    return vim.tbl_filter(function(name)
      return vim.startswith(name, typed)
    end, require('kale.run_state').steps_with_reports())
  end,
  desc = 'Open the report of a step of the last run',
})
