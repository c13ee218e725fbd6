# Writes simple.json: what the simple methods of R's forecast give for published series that ship with R, and for a spare part made up here.
# Run: Rscript simple.R > simple.json   (R 4.2.2, forecast 8.20)
suppressMessages(library(forecast))
n <- function(x) paste0("[", paste(formatC(as.numeric(x), digits = 15, format = "g", width = 1), collapse = ","), "]")
field <- function(name, value) paste0("\"", name, "\":", value)
object <- function(...) paste0("{", paste(c(...), collapse = ","), "}")
h <- 18
method <- function(name, series, y, f) object(field("method", paste0("\"", name, "\"")), field("series", paste0("\"", series, "\"")), field("period", frequency(y)), field("y", n(y)),
  field("fitted", gsub("NA", "null", n(fitted(f)))), if (inherits(f$model, "ets") && name != "theta") field("logLikelihood", n(f$model$loglik)), field("mean", n(f$mean)), if (!is.null(f$lower)) c(field("lower80", n(f$lower[, 1])), field("upper80", n(f$upper[, 1])), field("lower95", n(f$lower[, 2])), field("upper95", n(f$upper[, 2]))))
demand <- ts(c(0, 0, 5, 0, 0, 0, 3, 0, 4, 0, 0, 0, 0, 2, 0, 0, 6, 0, 0, 1, 0, 0, 0, 7, 0, 0, 2, 0, 3, 0, 0, 0, 4, 0, 0, 5))
cat("[\n", paste(c(
  method("naive", "Nile", Nile, naive(Nile, h = h)),
  method("snaive", "AirPassengers", AirPassengers, snaive(AirPassengers, h = h)),
  method("drift", "LakeHuron", LakeHuron, rwf(LakeHuron, h = h, drift = TRUE)),
  method("mean", "Nile", Nile, meanf(Nile, h = h)),
  method("ses", "Nile", Nile, ses(Nile, h = h)),
  method("ses", "LakeHuron", LakeHuron, ses(LakeHuron, h = h)),
  method("holt", "WWWusage", WWWusage, holt(WWWusage, h = h)),
  method("holt", "LakeHuron", LakeHuron, holt(LakeHuron, h = h)),
  method("damped", "WWWusage", WWWusage, holt(WWWusage, h = h, damped = TRUE)),
  method("damped", "Nile", Nile, holt(Nile, h = h, damped = TRUE)),
  method("hw", "USAccDeaths less 7000", USAccDeaths - 7000, hw(USAccDeaths - 7000, h = h, seasonal = "additive")),
  method("theta", "Nile", Nile, thetaf(Nile, h = h)),
  method("theta", "AirPassengers", AirPassengers, thetaf(AirPassengers, h = h)),
  method("theta", "USAccDeaths", USAccDeaths, thetaf(USAccDeaths, h = h)),
  method("croston", "spare part", demand, croston(demand, h = h))), collapse = ",\n"), "\n]\n", sep = "")
