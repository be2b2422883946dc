import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'

/** Compares each module with its specification in spec/, as soon as the module exists. */
const specs = new URL('../spec/', import.meta.url)

for (const file of readdirSync(specs)) {
  const name = file.slice(0, -'.json'.length)
  const source = new URL(`../src/${name}.js`, import.meta.url)
  if (existsSync(source)) await hold(name, source, JSON.parse(readFileSync(new URL(file, specs), 'utf8')))
}

async function hold(name, source, spec) {
  const module = await import(source.href)
  describe(`${name} by its specification`, () => {
    for (const { title, args, answer } of spec.cases) {
      test(title, () => assert.deepEqual(module[spec.function](...args), answer))
    }
  })
}
