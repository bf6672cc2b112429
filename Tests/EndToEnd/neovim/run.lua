-- Runs one scenario in this Neovim and writes what it returns as JSON to the file that KALE_RESULT names.
-- A scenario is a file that returns a function of the helpers below.

-- In milliseconds, and more than anything takes: `vim.wait` needs a limit, and no test is to be judged by one.
local PATIENCE = tonumber(vim.env.KALE_PATIENCE)

local helpers = { notifications = {} }

vim.notify = function(message, level)
  table.insert(helpers.notifications, { message = message, level = level or vim.log.levels.INFO })
end

function helpers.wait(what, condition)
  local came = vim.wait(PATIENCE, condition, 20)
  assert(came, what .. ' did not come; notified: ' .. vim.inspect(helpers.notifications))
end

function helpers.attach()
  helpers.wait('the server', function()
    local client = vim.lsp.get_clients({ bufnr = 0, name = 'kale_lsp' })[1]
    return client and client.initialized
  end)
end

function helpers.wait_for_diagnostics(count)
  helpers.wait(count .. ' diagnostics', function()
    return #vim.diagnostic.get(0) == count
  end)
end

function helpers.text()
  return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
end

--- Puts the cursor on the place where the words stand in the buffer.
function helpers.go_to(words)
  vim.fn.cursor(1, 1)
  assert(vim.fn.search('\\V' .. vim.fn.escape(words, '\\'), 'c') > 0, words .. ' is not in the buffer')
end

--- Answers the next choice with the first item whose title holds the words; gives the titles that were offered.
function helpers.choose(words)
  local offered = {}
  vim.ui.select = function(items, options, on_choice)
    for _, item in ipairs(items) do
      table.insert(offered, (options.format_item or tostring)(item))
    end
    for index, title in ipairs(offered) do
      if title:find(words, 1, true) then
        return on_choice(items[index], index)
      end
    end
    on_choice(nil)
  end
  return offered
end

local function run()
  local scenario = dofile(vim.env.KALE_SCENARIO)
  local succeeded, result = xpcall(function()
    return scenario(helpers)
  end, debug.traceback)

  for _, client in ipairs(vim.lsp.get_clients()) do
    client:stop()
  end
  vim.wait(PATIENCE, function()
    return #vim.lsp.get_clients() == 0
  end, 20)
  local answer = succeeded and { result = result } or { failure = result }
  vim.fn.writefile({ vim.json.encode(answer) }, vim.env.KALE_RESULT)
  vim.cmd('qall!')
end

-- not before Neovim is as a person finds it
vim.api.nvim_create_autocmd('VimEnter', { callback = vim.schedule_wrap(run) })
