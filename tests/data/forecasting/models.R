# Writes models.json: what R's forecast gives for published series that ship with R (AirPassengers, Nile, WWWusage, USAccDeaths, LakeHuron, UKgas, lynx).
# Run: Rscript models.R > models.json   (R 4.2.2, forecast 8.20)
suppressMessages(library(forecast))
n <- function(x) paste0("[", paste(formatC(as.numeric(x), digits = 15, format = "g"), collapse = ","), "]")
field <- function(name, value) paste0("\"", name, "\":", value)
object <- function(...) paste0("{", paste(c(...), collapse = ","), "}")
h <- 18
spread <- function(f) c(field("mean", n(f$mean)), field("lower80", n(f$lower[, 1])), field("upper80", n(f$upper[, 1])), field("upper95", n(f$upper[, 2])))
smoothing <- function(form) {
  damped <- grepl("d", form)
  fit <- ets(AirPassengers, model = gsub("d", "", form), damped = damped, opt.crit = "lik")
  value <- function(p) if (p %in% names(fit$par)) fit$par[[p]] else if (p == "phi") 1 else 0
  object(field("form", paste0("\"", form, "\"")), field("parameters", n(sapply(c("alpha", "beta", "gamma", "phi"), value))),
    field("initial", n(fit$initstate)), field("final", n(tail(fit$states, 1))), field("logLikelihood", n(fit$loglik)), field("variance", n(fit$sigma2)),
    field("residuals", n(fit$residuals)), spread(forecast(fit, h = h, level = c(80, 95))))
}
arima <- function(name, y, order, seasonal, constant) {
  fit <- Arima(y, order = order, seasonal = seasonal, include.constant = constant, method = "ML", optim.control = list(reltol = 1e-14, maxit = 1000))
  object(field("name", paste0("\"", name, "\"")), field("y", n(y)), field("period", frequency(y)), field("order", n(c(order, seasonal, constant))), field("coefficients", n(coef(fit))),
    field("logLikelihood", n(fit$loglik)), field("variance", n(fit$sigma2)), field("aicc", n(fit$aicc)), spread(forecast(fit, h = h, level = c(80, 95))),
    field("chosen", n({a <- auto.arima(y, approximation = FALSE); o <- arimaorder(a); if (length(o) < 6) c(o, 0, 0, 0) else o[1:6]})), field("chosenAicc", n(a$aicc)))
}
forms <- c("ANN", "AAN", "AAdN", "ANA", "AAA", "AAdA", "MNN", "MAN", "MAdN", "MNA", "MAA", "MAdA", "MNM", "MAM", "MAdM")
cat("{\"air\":", n(AirPassengers), ",\n\"smoothing\":[\n", paste(sapply(forms, smoothing), collapse = ",\n"), "\n],\n\"arima\":[\n", paste(c(
  arima("log AirPassengers", log(AirPassengers), c(0, 1, 1), c(0, 1, 1), FALSE),
  arima("AirPassengers", AirPassengers, c(2, 1, 1), c(0, 1, 0), FALSE),
  arima("Nile", Nile, c(1, 0, 1), c(0, 0, 0), TRUE),
  arima("WWWusage", WWWusage, c(3, 1, 0), c(0, 0, 0), FALSE),
  arima("USAccDeaths", USAccDeaths, c(0, 1, 1), c(0, 1, 1), FALSE),
  arima("LakeHuron", LakeHuron, c(2, 0, 0), c(0, 0, 0), TRUE),
  arima("log UKgas", log(UKgas), c(1, 0, 1), c(1, 1, 0), TRUE),
  arima("log lynx", log(lynx), c(2, 0, 2), c(0, 0, 0), TRUE)), collapse = ",\n"), "\n]}\n", sep = "")
