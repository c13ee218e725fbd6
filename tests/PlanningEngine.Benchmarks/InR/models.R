# Fits series with R's forecast (apt-get install r-cran-forecast), as the peer of the benchmark "speed".
# Rscript models.R ets|forms|arima INPUT.csv OUTPUT.csv HORIZON
# INPUT: series_id,period,value in time order. ets: the chosen form with intervals; forms: the log-likelihood of each of 15 forms under the usual bounds;
# arima: the chosen order, its log-likelihood and its forecasts. Each row holds the CPU seconds that it took.
suppressPackageStartupMessages(library(forecast))
arguments <- commandArgs(TRUE)
h <- as.integer(arguments[4])
d <- read.csv(arguments[2], colClasses = c(series_id = "character"))
ids <- unique(d$series_id)
rows <- split(d, factor(d$series_id, levels = ids))
names15 <- c("ANN", "AAN", "AAdN", "ANA", "AAA", "AAdA", "MNN", "MAN", "MAdN", "MNA", "MAA", "MAdA", "MNM", "MAM", "MAdM")
seconds <- function(work) { t0 <- proc.time(); value <- tryCatch(work(), error = function(e) NULL); list(value = value, cpu = sum((proc.time() - t0)[1:2])) }
ofEts <- function(id, y) {
  r <- seconds(function() { fit <- ets(y); forecast(fit, h = h, level = c(80, 95)); fit })
  if (is.null(r$value)) NULL else data.frame(series_id = id, form = gsub("[^A-Za-z]|ETS", "", r$value$method), aicc = r$value$aicc, cpu = r$cpu)
}
ofForms <- function(id, y) do.call(rbind, lapply(names15, function(form) {
  r <- seconds(function() ets(y, model = gsub("d", "", form), damped = grepl("d", form), bounds = "usual"))
  if (is.null(r$value$loglik)) NULL else data.frame(series_id = id, form = form, loglik = r$value$loglik, cpu = r$cpu)
}))
ofArima <- function(id, y) {
  r <- seconds(function() { fit <- auto.arima(y); list(fit = fit, ahead = forecast(fit, h = h, level = c(80, 95))) })
  if (is.null(r$value)) return(NULL)
  a <- r$value$fit$arma
  constant <- any(names(coef(r$value$fit)) %in% c("intercept", "drift"))
  data.frame(series_id = id, p = a[1], d = a[6], q = a[2], seasonal_p = a[3], seasonal_d = a[7], seasonal_q = a[4], constant = as.integer(constant),
    loglik = r$value$fit$loglik, cpu = r$cpu, ahead = paste(formatC(as.numeric(r$value$ahead$mean), digits = 15, format = "g", width = 1), collapse = ";"))
}
of <- switch(arguments[1], ets = ofEts, forms = ofForms, arima = ofArima)
answers <- lapply(rows, function(s) of(s$series_id[1], ts(s$value, frequency = s$period[1])))
write.csv(do.call(rbind, answers), arguments[3], row.names = FALSE, quote = FALSE)
