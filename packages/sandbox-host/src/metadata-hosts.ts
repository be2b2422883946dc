/** Where clouds give credentials to a machine or a container. No plan can allow them, and neither can `baseUrl`: a refused host wins. */
export const METADATA_HOSTS: readonly string[] = [
  '169.254.169.254',
  '[fd00:ec2::254]',
  'metadata.google.internal',
  // Containers and pods of AWS.
  ...['169.254.170.2', '169.254.170.23', '[fd00:ec2::23]'],
  // Alibaba Cloud, and Azure.
  ...['100.100.100.200', '168.63.129.16'],
]

/** @param host as the runtime names it: an address without brackets */
export const isMetadataHost = (host: string): boolean =>
  METADATA_HOSTS.some((known) => known.replace(/^\[|\]$/g, '') === host.replace(/^\[|\]$/g, '').toLowerCase())
