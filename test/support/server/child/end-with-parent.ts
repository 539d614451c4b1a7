// Nobody outlives the driving process.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
// The server ends when it is told to, not when we stop listening.
process.channel?.unref()
