// Starts a Bluesky PDS and the PLC directory it needs, on free ports of 127.0.0.1, and prints one
// JSON line once both answer. The working directory is the folder the packages were installed in
// (this file lies elsewhere, so a bare import would not find them). Ends on SIGTERM, and by itself
// when standard input closes: whoever started it is gone then. With DATA_DIR and PDS_PORT set, a
// second start goes on with what the first one left; the directory starts empty each time, which
// posting does not mind.
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const entry = path.resolve('node_modules/@atproto/dev-env/dist/index.js')
const { TestNetworkNoAppView } = await import(pathToFileURL(entry).href)

const { DATA_DIR: data, PDS_PORT: port, RATE_LIMITS: limits } = process.env
const network = await TestNetworkNoAppView.create({
  pds: {
    hostname: 'localhost',
    enableDidDocWithSession: true,
    rateLimitsEnabled: limits === '1',
    ...(port ? { port: Number(port) } : {}),
    ...(data ? { dataDirectory: data, blobstoreDiskLocation: path.join(data, 'blobs') } : {}),
  },
})

let stopping = false
async function stop() {
  if (stopping) return
  stopping = true
  await network.close().catch((problem) => console.error(problem))
  process.exit(0)
}

process.on('SIGTERM', stop)
process.on('SIGINT', stop)
process.stdin.on('end', stop).on('error', stop).resume()

console.log(JSON.stringify({ pds: network.pds.url, plc: network.plc.url }))
