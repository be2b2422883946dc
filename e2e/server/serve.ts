import { preparedHome } from '@coppice/persistence/testing'
import { type CheckoutServer, freePort, launchFromCheckout, tempFolder } from '@coppice/testkit'
import { onTestFinished } from 'vitest'
import { checkout } from './checkout.ts'

/** A data folder and an address: where one server after the other is started, as a person does who has no need of the console. */
export interface Place {
  home: string
  port: number
}

export const newPlace = async (): Promise<Place> => ({ home: await preparedHome(tempFolder()), port: await freePort() })

/** A server there; it may end before it takes work. */
export const launch = (place: Place, env: Record<string, string> = {}): Promise<CheckoutServer> =>
  launchFromCheckout({ checkout, ...place, env, command: ['bin/coppice', 'serve', '--no-console'] })

/** A server there that takes work; where it lives on at the end of the test it is ended with all that it started. */
export async function serve(place: Place): Promise<CheckoutServer> {
  const server = await launch(place)
  onTestFinished(() => server.killAll())
  await server.ready()
  return server
}
