/** The file is not the photo it begins as. */
export class DamagedPhoto extends Error {}
