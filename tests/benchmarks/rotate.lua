-- Ask the addresses of a file in turn, each thread from another place on; report as one JSON line.
local paths, place, further = {}, 0, nil

function init(args)
  for line in io.lines(args[1]) do paths[#paths + 1] = line end
  math.randomseed(tonumber(tostring({}):sub(-6), 16) or os.time())
  place = math.random(#paths)
  if args[2] then further = { ["If-None-Match"] = args[2] } end
end

function request()
  place = place % #paths + 1
  return wrk.format("GET", paths[place], further)
end

function done(summary, latency, requests)
  local failed = summary.errors
  io.write(string.format(
    '{"requests": %d, "seconds": %f, "failed": %d, "refused": %d, "median_ms": %f, "p99_ms": %f}\n',
    summary.requests, summary.duration / 1e6,
    failed.connect + failed.read + failed.write + failed.timeout, failed.status,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
