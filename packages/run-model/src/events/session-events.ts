import type { SessionView } from '../fold/run-view.ts'
import { defineEvent } from './define.ts'

export const SESSION_EVENTS = {
  SessionStarted: defineEvent({
    description: 'A session has begun. Its worktree is now prepared, and then its agent starts.',
    fields: {
      taskKey: 'String!',
      sessionId: 'ID!',
      sessionKind: 'SessionKind!',
      attempt: 'Int!',
      agent: 'String!',
      model: 'String',
      number: 'Int',
      startCommit: 'String',
      flatRate: 'Boolean',
    },
    descriptions: {
      flatRate:
        'Whether the agent has a flat rate, so that the session has no cost. It is null in events of earlier versions.',
      number: 'The number of the session within the project, from 1. It is null in events of earlier versions.',
      startCommit: 'The commit from which the session’s worktree starts. It is null in events of earlier versions.',
    },
    fold(run, { taskKey, sessionId: id, sessionKind: kind, ...facts }, startedAt) {
      const { attempt, agent, model, number, startCommit } = facts
      const flatRate = facts.flatRate ?? false
      const began = { attempt, agent, model, number, startCommit, flatRate, worktreePath: null, startedAt }
      const session: SessionView = {
        id,
        kind,
        ...began,
        status: 'RUNNING',
        error: null,
        endedAt: null,
        costUsd: null,
        question: null,
        claim: null,
      }
      run.changeTask(taskKey, ({ sessions }) => ({
        sessions: sessions.some((known) => known.id === id)
          ? changed(sessions, id, { status: 'RUNNING', endedAt: null })
          : [...sessions, session],
      }))
    },
  }),

  AgentStarted: defineEvent({
    description: 'The agent of a session has started in its worktree.',
    fields: { taskKey: 'String!', sessionId: 'ID!', worktreePath: 'String!' },
    descriptions: { worktreePath: 'The absolute path of the worktree.' },
    fold(run, { taskKey, sessionId, worktreePath }) {
      run.changeTask(taskKey, ({ sessions }) => ({ sessions: changed(sessions, sessionId, { worktreePath }) }))
    },
  }),

  SessionMessageSent: defineEvent({
    description: 'Somebody sent a message to a running session.',
    fields: {
      taskKey: 'String!',
      sessionId: 'ID!',
      messageId: 'String!',
      messageKind: 'String!',
      text: 'String',
      author: 'String',
    },
    descriptions: {
      messageKind: '`answer` for the answer to a question, `message` for a text, or `cancel` for a request to end.',
      text: 'The text of a message, or the id of the option that an answer chooses. It is null for a request to end.',
      author: 'The name of the sender. It is null when it is not known.',
    },
  }),

  SessionMessageReceived: defineEvent({
    description: 'The agent of a session has read a message. Its transcript contains the message from here on.',
    fields: { taskKey: 'String!', sessionId: 'ID!', messageId: 'String!' },
  }),

  PermissionAsked: defineEvent({
    description: 'The agent of a session has asked a question and waits for the answer.',
    fields: {
      taskKey: 'String!',
      sessionId: 'ID!',
      askId: 'String!',
      question: 'String!',
      optionIds: '[String!]!',
      optionKinds: '[String!]!',
      optionLabels: '[String!]!',
    },
    descriptions: {
      optionIds:
        'The ids of the options that an answer can choose. `optionKinds` and `optionLabels` have one entry for each id, in the same order.',
      optionKinds: 'What each option means: `allow-once`, `allow-always`, `reject-once` or `reject-always`.',
    },
    fold(run, { taskKey, sessionId, askId, question: text, optionIds, optionKinds, optionLabels }) {
      const question = { askId, text, optionIds, optionKinds, optionLabels }
      run.changeTask(taskKey, ({ sessions }) => ({ sessions: changed(sessions, sessionId, { question }) }))
    },
  }),

  PermissionAnswered: defineEvent({
    description: 'The agent of a session has received the answer to its question.',
    fields: { taskKey: 'String!', sessionId: 'ID!', askId: 'String!', optionId: 'String!' },
    fold(run, { taskKey, sessionId, askId }) {
      run.changeTask(taskKey, ({ sessions }) => ({
        sessions: sessions.map((session) =>
          session.id === sessionId && session.question?.askId === askId ? { ...session, question: null } : session,
        ),
      }))
    },
  }),

  ClaimMade: defineEvent({
    description: 'The agent of a session says whether its task is done. This is a claim, and changes no status.',
    fields: { taskKey: 'String!', sessionId: 'ID!', claim: 'String!', text: 'String' },
    descriptions: { claim: '`done`, `incomplete` or `no-change-needed`.' },
    fold(run, { taskKey, sessionId, claim, text }) {
      run.changeTask(taskKey, ({ sessions }) => ({
        sessions: changed(sessions, sessionId, { claim: { claim, text } }),
      }))
    },
  }),

  IssueLogged: defineEvent({
    description: 'The agent of a session met an issue.',
    fields: { taskKey: 'String!', sessionId: 'ID!', issueId: 'ID!', title: 'String!', text: 'String' },
    fold(run, { taskKey, sessionId, issueId: id, title, text }) {
      run.changeTask(taskKey, ({ issues }) => ({ issues: [...issues, { id, sessionId, title, text }] }))
    },
  }),

  FollowUpProposed: defineEvent({
    description:
      'The agent of a session proposes another task. It becomes part of the plan only if a person accepts it.',
    fields: {
      taskKey: 'String!',
      sessionId: 'ID!',
      followUpId: 'ID!',
      followUpNumber: 'Int!',
      title: 'String!',
      text: 'String',
    },
    descriptions: { followUpNumber: 'The number of the proposal within the project, from 1.' },
    fold(run, { taskKey, sessionId, followUpId: id, followUpNumber: number, title, text }) {
      run.changeTask(taskKey, ({ followUps }) => ({
        followUps: [...followUps, { id, number, sessionId, title, text }],
      }))
    },
  }),

  SessionEnded: defineEvent({
    description: 'A session has ended. `sessionStatus` and `reason` report how.',
    fields: {
      taskKey: 'String!',
      sessionId: 'ID!',
      sessionStatus: 'SessionStatus!',
      reason: 'String',
      costUsd: 'Float',
      failureOutput: 'String',
    },
    descriptions: {
      failureOutput:
        'The end of the output of a failed attempt. The next attempt gets this text in its prompt. It is null when the attempt did not fail, and in events of earlier versions.',
    },
    fold(run, { taskKey, sessionId, sessionStatus: status, reason: error, costUsd, failureOutput }, endedAt) {
      run.changeTask(taskKey, (task) => ({
        sessions: changed(task.sessions, sessionId, { status, error, endedAt, costUsd, question: null }),
        failureOutput: failureOutput ?? task.failureOutput,
      }))
    },
  }),
}

const changed = (sessions: readonly SessionView[], id: string, facts: Partial<SessionView>): SessionView[] =>
  sessions.map((session) => (session.id === id ? { ...session, ...facts } : session))
