import type { Metadata } from 'next'
import { TokensPage } from '../../tokens/tokens-page.tsx'

export const metadata: Metadata = { title: 'Access tokens' }

export default function Page() {
  return <TokensPage />
}
