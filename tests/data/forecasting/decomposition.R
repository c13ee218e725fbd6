# Writes decomposition.json: what R's stl and forecast's mstl give for AirPassengers (Box and Jenkins 1976) and for a generated series of two cycles.
# Run: Rscript decomposition.R > decomposition.json   (R 4.2.2, forecast 8.20)
suppressMessages(library(forecast))
numbers <- function(x) paste0("[", paste(formatC(as.numeric(x), digits = 15, format = "g"), collapse = ","), "]")
air <- as.numeric(AirPassengers)
plain <- stl(ts(log(air), frequency = 12), s.window = 11)$time.series
robust <- stl(ts(log(air), frequency = 12), s.window = 11, robust = TRUE)$time.series
t <- 0:299
two <- 50 + 0.02 * t + 5 * sin(2 * pi * t / 6) + 9 * cos(2 * pi * t / 42) + 2 * sin(t * t)
both <- mstl(msts(two, c(6, 42)))
cat("{\n\"air\":", numbers(air), ",\n\"season\":", numbers(plain[, 1]), ",\n\"trend\":", numbers(plain[, 2]),
    ",\n\"robustSeason\":", numbers(robust[, 1]), ",\n\"robustTrend\":", numbers(robust[, 2]),
    ",\n\"two\":", numbers(two), ",\n\"season6\":", numbers(both[, "Seasonal6"]), ",\n\"season42\":", numbers(both[, "Seasonal42"]), "\n}\n", sep = "")
