import { graphql } from '../client/graphql.ts'

/** A longer text is shortened to this many characters. A person can load the whole text. */
export const LONGEST_TEXT = 4000
/** When the page opens a session, it loads at most this many of the newest lines. */
export const NEWEST_LINES = 1000
/** The number of lines that are loaded at once when a person reads lines that the page does not keep. */
export const PAGE_LINES = 200

export const OUTPUT_PARTS = graphql(`
  subscription OutputParts($sessionId: ID!, $after: Int!, $newest: Int!, $longest: Int!) {
    sessionOutputParts(sessionId: $sessionId, after: $after, newest: $newest, openText: true) {
      last
      openText {
        kind
        text
      }
      entries {
        sequence
        at
        kind
        text(longest: $longest)
        length
      }
    }
  }
`)

export const OUTPUT_PAGE = graphql(`
  query OutputPage($sessionId: ID!, $after: Int!, $first: Int!, $longest: Int) {
    session(id: $sessionId) {
      output(after: $after, first: $first) {
        sequence
        at
        kind
        text(longest: $longest)
        length
      }
    }
  }
`)

export const SESSION_REACHED = graphql(`
  query SessionReached($id: ID!) {
    session(id: $id) {
      status
    }
  }
`)
