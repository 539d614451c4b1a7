// With --test-force-exit a process ends without what its pipe has not taken yet, so it waits for each write.
for (const stream of [process.stdout, process.stderr]) stream._handle?.setBlocking?.(true)
