-- What wrk sends: each of some requests in turn, the same again or never the same twice.
-- Arguments: "same" or "unseen", then for each request its method, path and the file of its body ("-" for none).

local requests, unseen, turn, number = {}, false, 0, 0
local asking
wrong = 0 -- answers with another status than 200, or with errors: those do not begin with the data
local headers = {
  ["Host"] = "cms.example.org",
  ["X-Forwarded-Proto"] = "https",
  ["Content-Type"] = "application/json",
  ["Accept"] = "application/json",
}

local function read(path)
  if path == "-" then return nil end
  local file = assert(io.open(path, "rb"))
  local body = file:read("*a")
  file:close()
  return body
end

function init(args)
  unseen = args[1] == "unseen"
  for i = 2, #args, 3 do
    local request = { method = args[i], path = args[i + 1], body = read(args[i + 2]) }
    request.whole = wrk.format(request.method, request.path, headers, request.body)
    requests[#requests + 1] = request
  end
  number = os.time() * 1000000
end

function setup(thread)
  asking = thread
end

function request()
  turn = turn % #requests + 1
  local chosen = requests[turn]
  if not unseen then return chosen.whole end
  number = number + 1
  -- the body begins with {"query":" and a comment makes the text another one
  local body = string.format('{"query":"# %d\\n', number) .. chosen.body:sub(11)
  return wrk.format(chosen.method, chosen.path, headers, body)
end

function response(status, _, body)
  if status ~= 200 or body:sub(1, 7) ~= '{"data"' then wrong = wrong + 1 end
end

function done(summary, latency, _)
  local errors = summary.errors
  io.write(string.format(
    '\nmeasured {"requests": %d, "seconds": %f, "p50_ms": %f, "p99_ms": %f, "max_ms": %f, "failed": %d}\n',
    summary.requests, summary.duration / 1e6,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3,
    errors.connect + errors.read + errors.write + errors.timeout + asking:get("wrong")
  ))
end
