// Event streams of the services and to clients.

const EVENT_STREAM = 'text/event-stream';

/** The plugin that adds each open event stream to `streams` and removes it when it is closed. */
export function useOpenStreams(streams) {
  return {
    onResponse({ response, serverContext: { res } }) {
      if (!res || !isStream(response)) return;
      streams.add(res);
      res.once('close', () => streams.delete(res));
    },
  };
}

/** The plugin that fixes characters that are split between two chunks, and detects incomplete streams. */
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

/** Encodes text as bytes. A stream that ends without a `complete` event fails, because its service is unavailable. */
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
