-- Runs a step by its name, then to the step at the cursor, and notes what the server is asked.
return function(helpers)
  helpers.attach()
  local client = vim.lsp.get_clients({ bufnr = 0, name = 'kale_lsp' })[1]
  local sent, request = {}, client.request
  client.request = function(self, method, params, ...)
    if params.command == 'kale.run' then
      local argument = params.arguments[1]
      table.insert(sent, { step = argument.step, ['until'] = argument['until'] })
    end
    return request(self, method, params, ...)
  end
  local function run(command, ...)
    local count = #helpers.notifications
    vim.cmd[command](...)
    helpers.wait('the end of the run', function()
      return #helpers.notifications > count
    end)
  end
  run('KaleRunStep', 'smooth')
  helpers.go_to('step:report')
  run('KaleRunTo')
  local buffer = vim.fn.bufnr('kale://run/*')
  local output = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n')
  return { sent = sent, output = output, name = vim.fn.bufname(buffer) }
end
