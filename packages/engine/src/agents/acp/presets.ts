/** The agents that Coppice knows and that speak the Agent Client Protocol (ACP). Everything that is special about one of them is here. */

/** How permission requests of an agent are answered. */
export type PermissionPolicy = 'allow' | 'ask' | 'deny'

export type PresetName = 'claude-code' | 'codex' | 'opencode' | 'gemini'

/** An agent that a plan names by `preset`. */
export interface AcpPreset {
  readonly name: PresetName
  /** The name for people. */
  readonly title: string
  /** The provider whose limits apply when the plan names none. */
  readonly provider: string
  /** The package of npm with the program that speaks ACP. It is installed on demand, and it is not a part of Coppice. */
  readonly package: {
    readonly name: string
    readonly version: string
    /** The licence of the package and of the programs that it installs, for people. */
    readonly licence: string
    /** About how many MB it takes on disk. */
    readonly megabytes: number
    /** Whether npm must run the package's own install script. */
    readonly hasInstallScript: boolean
  }
  /** The name of the program in the package, and its arguments. */
  readonly program: string
  readonly args: readonly string[]
  /** The variables of the server's environment that the agent receives when they are set (A2). */
  readonly variables: { readonly secret: readonly string[]; readonly open: readonly string[] }
  /** The variable of the server's environment with another address for the model, such as that of a gateway. */
  readonly baseUrlVariable: string
  readonly signIn: SignIn
  /** The id of the mode for each policy. It is null for an agent without modes, whose `environment` says what it asks about. */
  readonly modes: Readonly<Record<PermissionPolicy, string>> | null
  /** The way to sign in with a key in a variable, for agents that do not choose it themselves. */
  readonly authMethod: AuthMethod | null
  /** The files in the agent's own folder into which it writes a key that it got by a variable. They are removed when the session ends (A2). */
  readonly keyFiles: readonly string[]
  /** Data that the agent gets with each new session, in `_meta` of the request. */
  readonly sessionMeta: Readonly<Record<string, unknown>> | null
  /** How the usage of the agent is read (`acp-host/src/usage`). */
  readonly usage: 'claude-code' | 'codex' | 'opencode' | 'gemini'
  /** Returns the variables that the agent is started with, besides those of the server. */
  environment(given: Given): Readonly<Record<string, string>>
}

/** A way to sign in that the agent must be told, by its id. It is right only when one of these variables has the key. */
export interface AuthMethod {
  readonly id: string
  readonly variables: readonly string[]
}

/** How Coppice finds out whether an agent is signed in. One variable or one file is enough. */
export interface SignIn {
  /** With one of these variables in the server's environment, the agent needs no file of the user. */
  readonly variables: readonly string[]
  /** Files in the user's home folder. Each of them shows that the user has signed in. */
  readonly files: readonly SignInFile[]
  /** What a person has to do, as an imperative sentence without a full stop. */
  readonly advice: string
}

export interface SignInFile {
  /** Relative to the home folder. */
  readonly path: string
  /** A text that the file contains only after the user has signed in. It is absent when the agent writes the file only then. */
  readonly text?: string
}

/** What the variables of an agent depend on. */
export interface Given {
  /** A folder for the agent's own files, or null when the agent uses those of the user, because the user has signed in there. */
  folder: string | null
  model: string | null
  policy: PermissionPolicy
  /** @returns the value of a variable of the server's environment, or undefined */
  variable(name: string): string | undefined
}

const claudeCode: AcpPreset = {
  name: 'claude-code',
  title: 'Claude Code',
  provider: 'anthropic',
  package: {
    name: '@agentclientprotocol/claude-agent-acp',
    version: '0.101.0',
    licence:
      'Apache-2.0; it installs Claude Code, which is subject to the terms of Anthropic (https://code.claude.com/docs/en/legal-and-compliance)',
    megabytes: 400,
    hasInstallScript: false,
  },
  program: 'claude-agent-acp',
  args: [],
  variables: {
    secret: [
      'ANTHROPIC_API_KEY',
      'ANTHROPIC_AUTH_TOKEN',
      'ANTHROPIC_CUSTOM_HEADERS',
      'CLAUDE_CODE_OAUTH_TOKEN',
      'AWS_BEARER_TOKEN_BEDROCK',
    ],
    open: [
      'ANTHROPIC_BASE_URL',
      'ANTHROPIC_BEDROCK_BASE_URL',
      'ANTHROPIC_DEFAULT_HAIKU_MODEL',
      'ANTHROPIC_DEFAULT_OPUS_MODEL',
      'ANTHROPIC_DEFAULT_SONNET_MODEL',
      'ANTHROPIC_VERTEX_BASE_URL',
      'ANTHROPIC_VERTEX_PROJECT_ID',
      'AWS_PROFILE',
      'AWS_REGION',
      'CLAUDE_CODE_USE_BEDROCK',
      'CLAUDE_CODE_USE_VERTEX',
      'CLOUD_ML_REGION',
    ],
  },
  baseUrlVariable: 'ANTHROPIC_BASE_URL',
  signIn: {
    variables: [
      'ANTHROPIC_API_KEY',
      'ANTHROPIC_AUTH_TOKEN',
      'CLAUDE_CODE_OAUTH_TOKEN',
      'CLAUDE_CODE_USE_BEDROCK',
      'CLAUDE_CODE_USE_VERTEX',
    ],
    // On macOS the credentials are in the keychain, and only the second file exists. Claude Code also writes this file before the user signs in.
    files: [{ path: '.claude/.credentials.json' }, { path: '.claude.json', text: '"oauthAccount"' }],
    advice:
      'start `claude` in a terminal and sign in with /login. Or stop the server, and start it again with ANTHROPIC_API_KEY or CLAUDE_CODE_OAUTH_TOKEN set',
  },
  // Without a mode, a classifier looks at each command: it sent 10 requests of 143 kB for one commit.
  modes: { allow: 'acceptEdits', ask: 'default', deny: 'default' },
  authMethod: null,
  keyFiles: [],
  sessionMeta: {
    claudeCode: {
      // The events of the provider's streams contain the usage of each request, also of a request that is cut off.
      emitRawSDKMessages: [{ type: 'stream_event' }],
      // The settings of the user, such as hooks and permissions, are not for agents that work alone.
      options: { settingSources: ['project', 'local'] },
    },
  },
  usage: 'claude-code',
  environment: ({ folder, model }) => ({
    ...(folder === null ? {} : { CLAUDE_CONFIG_DIR: folder }),
    ...(model === null ? {} : { ANTHROPIC_MODEL: model }),
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    // A suggestion of the next prompt is a paid request that no report contains.
    CLAUDE_CODE_ENABLE_PROMPT_SUGGESTION: 'false',
    CLAUDE_CODE_DISABLE_AUTO_MEMORY: '1',
    NO_BROWSER: '1',
  }),
}

const codex: AcpPreset = {
  name: 'codex',
  title: 'Codex',
  provider: 'openai',
  package: {
    name: '@agentclientprotocol/codex-acp',
    version: '2.6.0',
    licence: 'Apache-2.0; it installs Codex, which is Apache-2.0 too',
    megabytes: 460,
    hasInstallScript: false,
  },
  program: 'codex-acp',
  args: [],
  variables: { secret: ['OPENAI_API_KEY', 'CODEX_API_KEY'], open: ['OPENAI_BASE_URL'] },
  baseUrlVariable: 'OPENAI_BASE_URL',
  signIn: {
    variables: ['OPENAI_API_KEY', 'CODEX_API_KEY'],
    files: [{ path: '.codex/auth.json' }],
    advice: 'run `codex login` in a terminal. Or stop the server, and start it again with OPENAI_API_KEY set',
  },
  // In the other modes, a model reviews the commands, or Codex asks about nothing.
  modes: { allow: 'workspace-write', ask: 'workspace-write', deny: 'workspace-write' },
  authMethod: { id: 'api-key', variables: ['OPENAI_API_KEY', 'CODEX_API_KEY'] },
  // A store in memory would not do: after a crash of its server, Codex starts the server again and is then signed out.
  keyFiles: ['auth.json'],
  sessionMeta: null,
  usage: 'codex',
  environment: ({ folder, model, variable }) => {
    const url = variable('OPENAI_BASE_URL')
    const provider = {
      name: 'the address in OPENAI_BASE_URL',
      base_url: url,
      env_key: 'OPENAI_API_KEY',
      wire_api: 'responses',
    }
    const config = {
      ...(model === null ? {} : { model }),
      ...(url === undefined ? {} : { model_providers: { coppice: provider } }),
    }
    return {
      ...(folder === null ? {} : { CODEX_HOME: folder }),
      ...(url === undefined ? {} : { MODEL_PROVIDER: 'coppice' }),
      CODEX_CONFIG: JSON.stringify(config),
      NO_BROWSER: '1',
    }
  },
}

const opencode: AcpPreset = {
  name: 'opencode',
  title: 'OpenCode',
  provider: 'opencode',
  package: {
    name: 'opencode-ai',
    version: '1.18.33',
    licence: 'MIT',
    megabytes: 360,
    hasInstallScript: true,
  },
  program: 'opencode',
  args: ['acp'],
  variables: {
    secret: [
      'ANTHROPIC_API_KEY',
      'GEMINI_API_KEY',
      'GROQ_API_KEY',
      'MISTRAL_API_KEY',
      'OPENAI_API_KEY',
      'OPENCODE_API_KEY',
      'OPENROUTER_API_KEY',
      'XAI_API_KEY',
    ],
    open: ['ANTHROPIC_BASE_URL'],
  },
  baseUrlVariable: 'ANTHROPIC_BASE_URL',
  signIn: {
    variables: [
      'ANTHROPIC_API_KEY',
      'GEMINI_API_KEY',
      'GROQ_API_KEY',
      'MISTRAL_API_KEY',
      'OPENAI_API_KEY',
      'OPENCODE_API_KEY',
      'OPENROUTER_API_KEY',
      'XAI_API_KEY',
    ],
    files: [
      { path: '.local/share/opencode/auth.json' },
      { path: '.config/opencode/opencode.json' },
      { path: '.config/opencode/opencode.jsonc' },
    ],
    advice:
      'run `opencode auth login` in a terminal. Or stop the server, and start it again with the key of a provider set, such as ANTHROPIC_API_KEY',
  },
  modes: null,
  authMethod: null,
  keyFiles: [],
  sessionMeta: null,
  usage: 'opencode',
  environment: ({ folder, model, variable }) => {
    const url = variable('ANTHROPIC_BASE_URL')
    const config = {
      ...(model === null ? {} : { model }),
      ...(url === undefined
        ? {}
        : { provider: { anthropic: { options: { baseURL: `${url.replace(/\/+$/, '')}/v1` } } } }),
      // Each request reaches the policy. Without this, OpenCode asks about nothing in the worktree.
      permission: { bash: 'ask', edit: 'ask', external_directory: 'ask' },
      autoupdate: false,
      share: 'disabled',
    }
    return {
      ...(folder === null ? {} : { XDG_DATA_HOME: folder, OPENCODE_CONFIG_DIR: folder }),
      OPENCODE_CONFIG_CONTENT: JSON.stringify(config),
      OPENCODE_DISABLE_AUTOUPDATE: '1',
    }
  },
}

const gemini: AcpPreset = {
  name: 'gemini',
  title: 'Gemini CLI',
  provider: 'google',
  package: {
    name: '@google/gemini-cli',
    version: '0.61.0',
    licence: 'Apache-2.0',
    megabytes: 100,
    hasInstallScript: false,
  },
  program: 'gemini',
  args: ['--acp'],
  variables: {
    secret: ['GEMINI_API_KEY', 'GOOGLE_API_KEY'],
    open: ['GOOGLE_GEMINI_BASE_URL', 'GOOGLE_CLOUD_PROJECT', 'GOOGLE_CLOUD_LOCATION', 'GOOGLE_GENAI_USE_VERTEXAI'],
  },
  baseUrlVariable: 'GOOGLE_GEMINI_BASE_URL',
  signIn: {
    variables: ['GEMINI_API_KEY', 'GOOGLE_GENAI_USE_VERTEXAI'],
    files: [{ path: '.gemini/oauth_creds.json' }, { path: '.gemini/gemini-credentials.json' }],
    advice: 'start `gemini` in a terminal and sign in. Or stop the server, and start it again with GEMINI_API_KEY set',
  },
  modes: { allow: 'autoEdit', ask: 'default', deny: 'default' },
  authMethod: { id: 'gemini-api-key', variables: ['GEMINI_API_KEY'] },
  keyFiles: [],
  sessionMeta: null,
  usage: 'gemini',
  environment: ({ folder, model }) => ({
    ...(folder === null ? {} : { GEMINI_CLI_HOME: folder }),
    ...(model === null ? {} : { GEMINI_MODEL: model }),
    GEMINI_CLI_TRUST_WORKSPACE: 'true',
    NO_BROWSER: '1',
  }),
}

/** The presets, in the order in which people see them. */
export const acpPresets: readonly AcpPreset[] = [claudeCode, codex, opencode, gemini]

export const acpPreset = (name: string): AcpPreset | undefined => acpPresets.find((preset) => preset.name === name)

/** Returns the name of the folder in COPPICE_HOME/agents into which the package is installed. */
export const installFolder = ({ name, package: { version } }: AcpPreset): string => `${name}@${version}`
