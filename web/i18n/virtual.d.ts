declare module 'virtual:vigie-language/*' {
  const catalogue: Readonly<Record<string, Readonly<Record<string, string>>>>
  export default catalogue
}
