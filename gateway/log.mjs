// The logger. It writes one line of JSON for each entry.
import { JSONLogWriter, Logger } from '@graphql-hive/gateway-runtime';

export function createLog(level) {
  return new Logger({ level, writers: [new RedactingWriter()] });
}

/** Drops the library's entries about failed requests, because they contain all variables, such as passwords. errors.mjs logs them. */
class RedactingWriter extends JSONLogWriter {
  write(level, attributes, message) {
    if (!attributes?.extensions) super.write(level, attributes, message);
  }
}
