-- The conversation with kale-lsp: which client, what is asked of it, what the person is told.

local M = {}

---@param message string
---@param level? integer
function M.notify(message, level)
  vim.notify('kale: ' .. message, level or vim.log.levels.INFO)
end

---@param message string
function M.fail(message)
  M.notify(message, vim.log.levels.ERROR)
end

--- Tells the person, once, where the server's program is missing: Neovim itself says nothing then.
function M.tell_if_missing()
  local command = vim.lsp.config.kale_lsp.cmd
  if type(command) == 'table' and vim.fn.executable(command[1]) == 0 then
    local message = ("kale: no program '%s'; see :help kale-lsp-requirements"):format(command[1])
    -- not before the file is on the screen, which would be drawn over the message
    vim.schedule(function()
      vim.notify_once(message, vim.log.levels.WARN)
    end)
  end
end

--- The kale-lsp of a buffer, or nil.
---@param buffer integer
---@return vim.lsp.Client?
function M.of_buffer(buffer)
  return vim.lsp.get_clients({ bufnr = buffer, name = 'kale_lsp' })[1]
end

--- The kale-lsp of the current buffer; tells the person when there is none.
---@return vim.lsp.Client?
function M.attached()
  local client = M.of_buffer(0)
  if not client then
    M.fail('kale-lsp is not running for this buffer; see :checkhealth kale')
  end
  return client
end

--- Has the server do a command for the current buffer.
---@param name string
---@param argument table what to add to the buffer's `uri`
---@param on_result fun(failure?: lsp.ResponseError, result: any, client: vim.lsp.Client)
---@return (fun())? cancel stops the command; nil where no server runs
---@return integer? client the server's
function M.execute(name, argument, on_result)
  local client = M.attached()
  if not client then
    return
  end
  argument.uri = vim.uri_from_bufnr(0)
  local params = { command = name, arguments = { argument } }
  local sent, request = client:request('workspace/executeCommand', params, function(failure, result)
    on_result(failure, result, client)
  end, 0)
  if not sent then
    return
  end
  local function cancel()
    client:cancel_request(request)
  end
  return cancel, client.id
end

return M
