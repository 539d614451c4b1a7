/** Text that is made while it is sent: however much it is, it needs no memory. */
export function streamText(
  chunks: AsyncGenerator<string, void, undefined>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await chunks.next()
        if (done === true) controller.close()
        else controller.enqueue(encoder.encode(value))
      },
      async cancel() {
        await chunks.return()
      },
    },
    // Begins when somebody reads: nobody reads the answer to a HEAD, and what makes the text may hold a connection.
    { highWaterMark: 0 },
  )
}
