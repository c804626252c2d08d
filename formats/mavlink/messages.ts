import { define, type Definition } from './definition.ts'

const DEFINITIONS: readonly Definition[] = [
  define(0, 'HEARTBEAT', 'uint8 type, uint8 autopilot, uint8 base_mode, uint32 custom_mode, uint8 system_status, uint8 mavlink_version'),
  define(1, 'SYS_STATUS', 'uint32 onboard_control_sensors_present, uint32 onboard_control_sensors_enabled, uint32 onboard_control_sensors_health, uint16 load, uint16 voltage_battery, int16 current_battery, int8 battery_remaining, uint16 drop_rate_comm, uint16 errors_comm, uint16 errors_count1, uint16 errors_count2, uint16 errors_count3, uint16 errors_count4', 'uint32 onboard_control_sensors_present_extended, uint32 onboard_control_sensors_enabled_extended, uint32 onboard_control_sensors_health_extended'),
  define(2, 'SYSTEM_TIME', 'uint64 time_unix_usec, uint32 time_boot_ms'),
  define(24, 'GPS_RAW_INT', 'uint64 time_usec, uint8 fix_type, int32 lat, int32 lon, int32 alt, uint16 eph, uint16 epv, uint16 vel, uint16 cog, uint8 satellites_visible', 'int32 alt_ellipsoid, uint32 h_acc, uint32 v_acc, uint32 vel_acc, uint32 hdg_acc, uint16 yaw'),
  define(30, 'ATTITUDE', 'uint32 time_boot_ms, float roll, float pitch, float yaw, float rollspeed, float pitchspeed, float yawspeed'),
  define(33, 'GLOBAL_POSITION_INT', 'uint32 time_boot_ms, int32 lat, int32 lon, int32 alt, int32 relative_alt, int16 vx, int16 vy, int16 vz, uint16 hdg'),
  define(147, 'BATTERY_STATUS', 'uint8 id, uint8 battery_function, uint8 type, int16 temperature, uint16 voltages[10], int16 current_battery, int32 current_consumed, int32 energy_consumed, int8 battery_remaining', 'int32 time_remaining, uint8 charge_state, uint16 voltages_ext[4], uint8 mode, uint32 fault_bitmask'),
  define(242, 'HOME_POSITION', 'int32 latitude, int32 longitude, int32 altitude, float x, float y, float z, float q[4], float approach_x, float approach_y, float approach_z', 'uint64 time_usec'),
  define(246, 'ADSB_VEHICLE', 'uint32 ICAO_address, int32 lat, int32 lon, uint8 altitude_type, int32 altitude, uint16 heading, uint16 hor_velocity, int16 ver_velocity, char callsign[9], uint8 emitter_type, uint8 tslc, uint16 flags, uint16 squawk'),
  define(253, 'STATUSTEXT', 'uint8 severity, char text[50]', 'uint16 id, uint8 chunk_seq'),
  define(271, 'CAMERA_FOV_STATUS', 'uint32 time_boot_ms, int32 lat_camera, int32 lon_camera, int32 alt_camera, int32 lat_image, int32 lon_image, int32 alt_image, float q[4], float hfov, float vfov', 'uint8 camera_device_id'),
  define(301, 'AIS_VESSEL', 'uint32 MMSI, int32 lat, int32 lon, uint16 COG, uint16 heading, uint16 velocity, int8 turn_rate, uint8 navigational_status, uint8 type, uint16 dimension_bow, uint16 dimension_stern, uint8 dimension_port, uint8 dimension_starboard, char callsign[7], char name[20], uint16 tslc, uint16 flags'),
  define(12_900, 'OPEN_DRONE_ID_BASIC_ID', 'uint8 target_system, uint8 target_component, uint8 id_or_mac[20], uint8 id_type, uint8 ua_type, uint8 uas_id[20]'),
  define(12_901, 'OPEN_DRONE_ID_LOCATION', 'uint8 target_system, uint8 target_component, uint8 id_or_mac[20], uint8 status, uint16 direction, uint16 speed_horizontal, int16 speed_vertical, int32 latitude, int32 longitude, float altitude_barometric, float altitude_geodetic, uint8 height_reference, float height, uint8 horizontal_accuracy, uint8 vertical_accuracy, uint8 barometer_accuracy, uint8 speed_accuracy, float timestamp, uint8 timestamp_accuracy'),
  define(12_903, 'OPEN_DRONE_ID_SELF_ID', 'uint8 target_system, uint8 target_component, uint8 id_or_mac[20], uint8 description_type, char description[23]'),
  define(12_904, 'OPEN_DRONE_ID_SYSTEM', 'uint8 target_system, uint8 target_component, uint8 id_or_mac[20], uint8 operator_location_type, uint8 classification_type, int32 operator_latitude, int32 operator_longitude, uint16 area_count, uint16 area_radius, float area_ceiling, float area_floor, uint8 category_eu, uint8 class_eu, float operator_altitude_geo, uint32 timestamp'),
  define(12_905, 'OPEN_DRONE_ID_OPERATOR_ID', 'uint8 target_system, uint8 target_component, uint8 id_or_mac[20], uint8 operator_id_type, char operator_id[20]'),
  define(12_919, 'OPEN_DRONE_ID_SYSTEM_UPDATE', 'uint8 target_system, uint8 target_component, int32 operator_latitude, int32 operator_longitude, float operator_altitude_geo, uint32 timestamp'),
]

/** The messages that are read, by number. */
export const MESSAGES: ReadonlyMap<number, Definition> = new Map(DEFINITIONS.map((one) => [one.id, one]))

/** Messages that are only passed over, with the byte of their checksum, so that a frame of theirs is known for sound. */
export const PASSED: { readonly [id: number]: number } = {
  4: 237, 22: 220, 23: 168, 25: 23, 26: 170, 27: 144, 29: 115, 31: 246, 32: 185, 34: 237, 35: 244, 36: 222, 39: 254, 40: 230, 42: 28, 43: 132, 44: 221, 46: 11, 47: 153, 49: 39, 62: 183, 65: 118, 66: 148, 69: 243, 70: 124, 73: 38,
  74: 20, 75: 158, 76: 152, 77: 143, 83: 22, 85: 140, 87: 150, 105: 93, 109: 185, 111: 34, 116: 76, 125: 203, 129: 46, 136: 1, 141: 47, 163: 127, 165: 21, 168: 1, 178: 47, 193: 71, 230: 163, 241: 90, 245: 130,
}
