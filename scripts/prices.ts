/**
 * `node scripts/prices.ts` compares the prices of packages/engine/src/money/prices.json with two public packages and fails on a difference.
 * `--write` writes the published prices into the file. `--add MODEL` adds a model. The packages come from the npm registry into a
 * temporary folder.
 */
import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { asPriceList, type ModelPrices, type PriceList } from '../packages/engine/src/money/price-list.ts'
import { genaiRates } from './prices/genai-prices.ts'
import { joinedRates } from './prices/joined-rates.ts'
import { piRates } from './prices/pi-ai.ts'
import { type Published, refreshedList } from './prices/refreshed-list.ts'

const FILE = fileURLToPath(new URL('../packages/engine/src/money/prices.json', import.meta.url))
const PROVIDERS = ['anthropic', 'openai', 'google']
const GENAI = '@pydantic/genai-prices'
const PI = '@earendil-works/pi-ai'

const { values } = parseArgs({
  options: { write: { type: 'boolean', default: false }, add: { type: 'string', multiple: true, default: [] } },
})
const today = new Date().toJSON().slice(0, 10)
const folder = await mkdtemp(join(tmpdir(), 'coppice-prices-'))
try {
  const published = await readPackages(folder)
  const listed = asPriceList(JSON.parse(await readFile(FILE, 'utf8')))
  const list = values.add.reduce(withModel, listed)
  const { list: refreshed, findings } = refreshedList(list, published, today)
  for (const finding of findings) console.log(finding)
  if (values.write || values.add.length > 0) {
    await writeFile(FILE, `${JSON.stringify(asPriceList(refreshed), null, 2)}\n`)
    spawnSync('biome', ['format', '--write', FILE], { stdio: 'inherit' })
    console.log(`wrote ${refreshed.models.length} models`)
  } else {
    console.log(`${refreshed.models.length} models, ${findings.length} findings`)
    process.exitCode = findings.length === 0 ? 0 : 1
  }
} finally {
  await rm(folder, { recursive: true })
}

/** Installs both packages and returns a function that says what they publish about a model. */
async function readPackages(prefix: string): Promise<(entry: ModelPrices) => Published> {
  const arguments_ = [
    'install',
    '--prefix',
    prefix,
    '--no-save',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    GENAI,
    PI,
  ]
  const { status } = spawnSync('npm', arguments_, { stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) throw new Error('npm could not install the packages with the public prices')
  const modules = join(prefix, 'node_modules')
  const genai = await import(pathToFileURL(join(modules, GENAI, 'dist/index.js')).href)
  const pi = await Promise.all(PROVIDERS.map((name) => readPi(join(modules, PI, `dist/providers/data/${name}.json`))))
  return ({ model }) => {
    const ofGenai = firstOf(PROVIDERS, (provider) => genaiRates(genai, provider, model))
    const ofPi = firstOf(pi, (data) => piRates(data, model))
    const packages = [...(ofGenai ? [GENAI] : []), ...(ofPi ? [PI] : [])]
    return { joined: joinedRates(ofGenai, ofPi), packages }
  }
}

/** Reads the models of a provider. Some files have them in groups. */
async function readPi(file: string) {
  const content: Record<string, object> = JSON.parse(await readFile(file, 'utf8'))
  return Object.assign({}, ...Object.values(content).map((one) => ('id' in one ? { [String(one.id)]: one } : one)))
}

function firstOf<From, To>(all: readonly From[], find: (one: From) => To | null): To | null {
  for (const one of all) {
    const found = find(one)
    if (found !== null) return found
  }
  return null
}

function withModel(list: PriceList, model: string): PriceList {
  const known = list.models.some((entry) => entry.model === model || entry.aliases?.includes(model))
  if (known) throw new Error(`${model} is in the file already`)
  return { ...list, models: [...list.models, { model, source: 'none', checked: today, prices: [] }] }
}
