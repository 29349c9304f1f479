// The log: a line of JSON for each entry.
import { JSONLogWriter, Logger } from '@graphql-hive/gateway-runtime';

export function createLog(level) {
  return new Logger({ level, writers: [new Discreet()] });
}

/** Leaves out what the gateway's library says of failed requests: all that was sent, passwords among it. errors.mjs says it. */
class Discreet extends JSONLogWriter {
  write(level, attributes, message) {
    if (!attributes?.extensions) super.write(level, attributes, message);
  }
}
