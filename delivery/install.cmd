@echo off
rem 在 Windows 上安装积分 @VERSION@：install.cmd [安装到的文件夹]
rem 只用这个文件夹里的安装包，逐个核对摘要，不连任何网址。
chcp 65001 >nul
setlocal
set "HERE=%~dp0"
set "TARGET=%~1"
if "%TARGET%"=="" set "TARGET=%LOCALAPPDATA%\jifen-@VERSION@"
set "PYTHON="
for %%v in (3.13 3.12 3.11) do if not defined PYTHON py -%%v -c "" >nul 2>nul && set "PYTHON=py -%%v"
if not defined PYTHON (
    echo 需要 64 位的 Python 3.11、3.12 或 3.13，连同它的 py 启动器。
    exit /b 1
)
if exist "%TARGET%" (
    echo 已经有 %TARGET%，没有安装。请换一个文件夹，或先把它移走。
    exit /b 1
)
%PYTHON% -m venv "%TARGET%" || exit /b 1
"%TARGET%\Scripts\python.exe" -m pip --isolated --quiet --disable-pip-version-check install --no-cache-dir --no-index --find-links "%HERE%." --find-links "%HERE%wheels" --require-hashes --only-binary :all: -r "%HERE%requirements.txt"
if errorlevel 1 (
    rmdir /s /q "%TARGET%"
    echo 没有装成，请看上面的原因。
    exit /b 1
)
"%TARGET%\Scripts\jifen.exe" --version
echo 已安装：%TARGET%\Scripts\jifen.exe
