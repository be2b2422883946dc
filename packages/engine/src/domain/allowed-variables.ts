/**
 * The variables of the server's environment that agents, setup and verify commands receive (A2: this is an allow-list). The list has no
 * secrets, such as tokens, database URLs and cloud credentials. It has no variables that redirect git or Node either, such as GIT_DIR,
 * NODE_OPTIONS and LD_PRELOAD.
 */
const ALLOWED_NAMES: ReadonlySet<string> = new Set([
  // The user, the terminal and the language.
  'HOME',
  'LANG',
  'LANGUAGE',
  'LOGNAME',
  'PATH',
  'SHELL',
  'TERM',
  'COLORTERM',
  'NO_COLOR',
  'TMPDIR',
  'TZ',
  'USER',
  'XDG_CACHE_HOME',
  'XDG_CONFIG_HOME',
  'XDG_DATA_HOME',
  'XDG_RUNTIME_DIR',
  // Network access: proxies and certificates.
  'ALL_PROXY',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'CURL_CA_BUNDLE',
  'GIT_SSL_CAINFO',
  'NODE_EXTRA_CA_CERTS',
  'REQUESTS_CA_BUNDLE',
  'SSL_CERT_DIR',
  'SSL_CERT_FILE',
  // The folders of toolchains and their caches. Without them a build downloads everything again or finds nothing.
  'ANDROID_HOME',
  'BUN_INSTALL',
  'CARGO_HOME',
  'COREPACK_HOME',
  'COREPACK_NPM_REGISTRY',
  'DENO_DIR',
  'DOTNET_ROOT',
  'GOCACHE',
  'GOMODCACHE',
  'GOPATH',
  'GOPROXY',
  'GOROOT',
  'GRADLE_USER_HOME',
  'JAVA_HOME',
  'NVM_DIR',
  'PIP_CACHE_DIR',
  'PIP_INDEX_URL',
  'PLAYWRIGHT_BROWSERS_PATH',
  'PNPM_HOME',
  'PYENV_ROOT',
  'RUSTUP_HOME',
  'UV_CACHE_DIR',
  'UV_INDEX_URL',
  'VOLTA_HOME',
  'NPM_CONFIG_CACHE',
  'NPM_CONFIG_REGISTRY',
  'NPM_CONFIG_STORE_DIR',
])
/** Variables that programs such as curl and npm also read in lower case. */
const ALSO_LOWER_CASE = /^(?:all_proxy|http_proxy|https_proxy|no_proxy|npm_config_(?:cache|registry|store_dir))$/
const LOCALE = /^LC_[A-Z]+$/

export const isAllowed = (name: string): boolean =>
  ALLOWED_NAMES.has(name) || LOCALE.test(name) || ALSO_LOWER_CASE.test(name)
