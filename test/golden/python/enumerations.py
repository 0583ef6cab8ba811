from enum import Enum, IntEnum


class Format(str, Enum):
    NCHW = "NCHW"
    NHWC = "NHWC"


class Level(IntEnum):
    LOW = 1
    HIGH = 2


class Plain(Enum):
    A = "a"


found = Format("NHWC")
result = [
    found != Format.NCHW,
    found == Format.NHWC,
    found is Format.NHWC,
    Format.NHWC == "NHWC",
    Format(found) is found,
    found.value,
    found.name,
    Level(2) is Level.HIGH,
    Level.HIGH == 2,
    Plain.A == "a",
    Plain("a") is Plain.A,
]
# [True, True, True, True, True, 'NHWC', 'NHWC', True, True, False, True]
