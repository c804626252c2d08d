// Preloaded into the pinned runtime by bin/launch.mjs: ends this process when the launcher is gone.
import { Socket } from 'node:net';

const fd = Number(process.env.VIGIE_GUARD_FD);
delete process.env.VIGIE_GUARD_FD;

if (Number.isInteger(fd) && fd > 2) {
  const line = new Socket({ fd, readable: true, writable: false });
  line.unref();
  line.on('error', () => {});
  line.on('close', () => {
    // Whoever killed the launcher outright meant the whole program, without farewell.
    process.kill(process.pid, 'SIGKILL');
  });
  line.resume();
}
