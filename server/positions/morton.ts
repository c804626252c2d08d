/** Spread 16 bits over the even bits of 32. */
function spread(n: number): number {
  let x = n & 0xffff
  x = (x | (x << 8)) & 0x00ff00ff
  x = (x | (x << 4)) & 0x0f0f0f0f
  x = (x | (x << 2)) & 0x33333333
  return (x | (x << 1)) & 0x55555555
}

/** Z-order of two numbers of 16 bits, unsigned: what is close in both is mostly close in it (G. M. Morton, 1966). */
export function morton(x: number, y: number): number {
  return (spread(x) | (spread(y) << 1)) >>> 0
}
