/** `pnpm bench [scheduling] [planning]`: ratios and bounds, each beside its limit. */
import { planning } from './bench/planning.ts'
import { scheduling } from './bench/scheduling.ts'
import { isKept, table } from './bench/table.ts'

const BENCHES = { scheduling, planning }

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !(name in BENCHES))
if (unknown.length > 0) {
  console.error(`unknown: ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}`)
  process.exit(2)
}
const rows = Object.entries(BENCHES)
  .filter(([name]) => asked.length === 0 || asked.includes(name))
  .flatMap(([, bench]) => bench())
console.log(table(rows))
process.exitCode = rows.every(isKept) ? 0 : 1
