import { preparedHome } from '@coppice/persistence/testing'
import { type CheckoutServer, freePort, launchFromCheckout, tempFolder } from '@coppice/testkit'
import { onTestFinished } from 'vitest'
import { checkout } from './checkout.ts'

/** A data folder and an address, at which one server after the other is started without the console. */
export interface Place {
  home: string
  port: number
}

export const newPlace = async (): Promise<Place> => ({ home: await preparedHome(tempFolder()), port: await freePort() })

/** Starts a server there. It may end before it accepts work. */
export const launch = (place: Place, env: Record<string, string> = {}): Promise<CheckoutServer> =>
  launchFromCheckout({ checkout, ...place, env, command: ['bin/coppice', 'serve', '--no-console'] })

/** Starts a server there that accepts work. At the end of the test it is ended with everything that it started. */
export async function serve(place: Place): Promise<CheckoutServer> {
  const server = await launch(place)
  onTestFinished(() => server.killAll())
  await server.ready()
  return server
}
