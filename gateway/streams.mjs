// Event streams: those of the services, and those to clients.

const EVENT_STREAM = 'text/event-stream';

/** The plugin that keeps the answers to clients that are streams, for as long as they are. */
export function useOpenStreams(streams) {
  return {
    onResponse({ response, serverContext: { res } }) {
      if (!res || !isStream(response)) return;
      streams.add(res);
      res.once('close', () => streams.delete(res));
    },
  };
}

/** The plugin that mends two things: characters that are split between two chunks, and streams that break off. */
export function useWholeStreams() {
  return {
    onFetch() {
      return ({ response, setResponse }) => {
        if (!response.body || !isStream(response)) return;
        const body = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(untilComplete());
        setResponse(new Response(body, { status: response.status, headers: response.headers }));
      };
    },
  };
}

function isStream(response) {
  return response.headers.get('content-type')?.startsWith(EVENT_STREAM);
}

/** Passes text on as bytes. A stream that ends without having said so has failed: its service has gone away. */
function untilComplete() {
  const encoder = new TextEncoder();
  let tail = '';
  let complete = false;
  return new TransformStream({
    transform(text, controller) {
      tail = (tail + text).slice(-4096);
      complete ||= /(^|\n)event: ?complete\r?\n/.test(tail);
      controller.enqueue(encoder.encode(text));
    },
    flush(controller) {
      if (!complete) controller.error(new Error('The stream ended before it was complete.'));
    },
  });
}
