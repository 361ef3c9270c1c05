DROP TABLE key_rotations;
DROP TABLE signing_keys;
