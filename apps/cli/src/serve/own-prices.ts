import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { asPriceList, BadPriceList, type PriceList } from '@coppice/engine'
import { StartProblem } from '@coppice/persistence'

class BadPriceFile extends StartProblem {}

/**
 * Reads the user's own prices from `prices.json` in the data folder.
 * @returns null when there is no such file
 * @throws StartProblem when the file has a mistake, because a run with a wrong price would count its budget wrongly
 */
export async function ownPrices(home: string): Promise<PriceList | null> {
  const file = join(home, 'prices.json')
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw new BadPriceFile(`your prices in ${file} cannot be read: ${error.message}`)
  })
  if (text === null) return null
  try {
    return asPriceList(JSON.parse(text))
  } catch (error) {
    if (!(error instanceof BadPriceList || error instanceof SyntaxError)) throw error
    throw new BadPriceFile(`your prices in ${file} have a mistake: ${error.message}. Correct it, or remove the file`)
  }
}
